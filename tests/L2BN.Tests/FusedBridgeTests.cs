using L2BN.Fused;
using L2BN.Kernels;
using L2BN.Scalars;
using L2BN.Tests.Support;
using L2BN.Threads;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Tests;

/// <summary>The bridge between tensors and kernels: memory, layouts, threads, and what the autograd node saves.</summary>
[Collection(nameof(ThreadSettings))]
public sealed class FusedBridgeTests
{
    public static TheoryData<string> Layouts => new("contiguous", "channels last", "transposed", "slice", "expanded gradient");

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Any_strides_give_the_composed_answer(string kind)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = Input(kind),
            g = kind == "expanded gradient" ? ones(1).expand(5, 6, 7, 8) : Input(kind).detach(),
            r = randn(5, 6, 7, 8).requires_grad_();
        using var layer = new L2BatchNorm2d(6);
        Tensor Composed() => ComposedL2BatchNorm.Forward(
            x, new(null, null, layer.weight, layer.bias), new(new() { Activation = Activation.LeakyRelu }, true, 0), r);
        Tensor y = layer.forward(x, Activation.LeakyRelu, r), expected = Composed();
        AssertNear.Same(expected, y, 1e-6, "y");
        (IList<Tensor> own, IList<Tensor> composed) = (
            autograd.grad([y], [x, r, layer.weight!, layer.bias!], [g]),
            autograd.grad([expected], [x, r, layer.weight!, layer.bias!], [g]));
        for (int k = 0; k < own.Count; k++)
            AssertNear.Gradient(Tensors.Values(composed[k]), own[k], 5e-6, $"gradient {k}");
    }

    [Fact]
    public void Layout_of_the_input_is_the_layout_of_output_and_gradient()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = Input("channels last");
        using var layer = new L2BatchNorm2d(6);
        Tensor y = layer.forward(x);
        Tensor dx = autograd.grad([y], [x], [randn(5, 6, 7, 8)])[0];
        Assert.Equal(x.stride(), y.stride());
        Assert.Equal(x.stride(), dx.stride());
        Assert.Equal(FeatureLayout.ChannelsLast, DenseLayout.Find(y));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_answer_over_all_numbers_of_threads_and_both_pools(bool channelsLast)
    {
        int before = get_num_threads();
        var answers = new List<byte[]>();
        try
        {
            foreach (bool shared in (bool[])[true, false])
            {
                TorchThreads.ShareOpenMp = shared;
                foreach (int threads in (int[])[1, 2, 3, 4, 7])
                {
                    set_num_threads(threads);
                    answers.Add(Answer(channelsLast));
                }
            }
        }
        finally
        {
            TorchThreads.ShareOpenMp = true;
            set_num_threads(before);
        }

        Assert.All(answers, answer => Assert.Equal(answers[0], answer));
    }

    [Fact]
    public void On_linux_the_threads_are_libtorchs_own()
    {
        set_num_threads(2);
        if (OperatingSystem.IsLinux())
            Assert.IsType<OpenMpPool>(TorchThreads.Pool);
    }

    [Fact]
    public void Gradients_of_a_leaf_accumulate_in_its_layout()
    {
        using DisposeScope scope = NewDisposeScope();
        using var layer = new L2BatchNorm2d(6);
        Tensor x = Input("channels last"), g = randn(5, 6, 7, 8);
        layer.forward(x).backward([g]);
        double[] once = Tensors.Values(x.grad!);
        Assert.Equal(x.stride(), x.grad!.stride());
        layer.forward(x).backward([g]);
        Assert.Equal(once.Select(v => 2 * v), Tensors.Values(x.grad!));
    }

    [Fact]
    public void Backward_twice_over_a_retained_graph_gives_the_same_gradient()
    {
        using DisposeScope scope = NewDisposeScope();
        using var layer = new L2BatchNorm2d(6);
        Tensor x = randn(5, 6, 7, 8).requires_grad_(), g = randn(5, 6, 7, 8);
        Tensor y = layer.forward(x, Activation.Relu, randn(5, 6, 7, 8));
        Tensor first = autograd.grad([y], [x], [g], retain_graph: true)[0].clone(), second = autograd.grad([y], [x], [g])[0];
        Assert.Equal(Tensors.Values(first), Tensors.Values(second));
    }

    [Fact]
    public void Backward_twice_over_a_released_graph_is_an_error()
    {
        using DisposeScope scope = NewDisposeScope();
        using var layer = new L2BatchNorm2d(6);
        Tensor loss = layer.forward(randn(5, 6, 7, 8).requires_grad_()).sum();
        loss.backward();
        if (OperatingSystem.IsLinux())
            Assert.Contains(
                "backward through the graph a second time",
                Assert.ThrowsAny<Exception>(() => loss.backward()).Message,
                StringComparison.Ordinal);
    }

    [Fact]
    public void On_linux_the_options_of_the_pass_can_be_read() => Assert.Equal(OperatingSystem.IsLinux(), GraphTask.IsAvailable);

    [Fact]
    public void Tensors_of_a_call_end_with_it()
    {
        using var layer = new L2BatchNorm2d(6);
        using Tensor x = randn(5, 6, 7, 8).requires_grad_(), r = randn(5, 6, 7, 8).requires_grad_(), g = randn(5, 6, 7, 8);
        void Step()
        {
            using DisposeScope scope = NewDisposeScope();
            autograd.grad([layer.forward(x, Activation.Relu, r)], [x, r, layer.weight!, layer.bias!], [g]);
        }

        Step();
        Assert.Equal(0, LiveTensors.LeftBy(() =>
        {
            for (int k = 0; k < 20; k++)
                Step();
        }));
    }

    [Fact]
    public void An_input_without_gradient_gets_none()
    {
        using DisposeScope scope = NewDisposeScope();
        using var layer = new L2BatchNorm2d(6);
        layer.forward(randn(5, 6, 7, 8)).sum().backward();
        Assert.NotNull(layer.weight!.grad);
        Assert.NotNull(layer.bias!.grad);
    }

    private static Tensor Input(string kind)
    {
        manual_seed(7);
        Tensor x = kind switch
        {
            "channels last" => randn(5, 7, 8, 6).permute(0, 3, 1, 2),
            "transposed" => randn(5, 6, 8, 7).transpose(2, 3),
            "slice" => randn(9, 6, 7, 8).slice(0, 2, 7, 1),
            _ => randn(5, 6, 7, 8),
        };
        return x.detach().requires_grad_();
    }

    private static byte[] Answer(bool channelsLast)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(3);
        using var layer = new L2BatchNorm2d(33);
        Tensor x = channelsLast ? randn(17, 29, 31, 33).permute(0, 3, 1, 2) : randn(17, 33, 29, 31);
        x = x.detach().requires_grad_();
        Tensor y = layer.forward(x, Activation.Relu);
        IList<Tensor> gradients = autograd.grad([y], [x, layer.weight!, layer.bias!], [randn(17, 33, 29, 31)]);
        return [.. ((Tensor[])[y, .. gradients, layer.running_mean!, layer.running_var!]).SelectMany(t => t.contiguous().bytes.ToArray())];
    }
}
