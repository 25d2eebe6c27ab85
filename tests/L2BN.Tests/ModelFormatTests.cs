using L2BN.Kernels;
using L2BN.Mixed;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace L2BN.Tests;

public sealed class ModelFormatTests
{
    private static readonly ComputeFormat s_mixed = new(FeatureLayout.ChannelsLast, Precision.BFloat16);

    [Fact]
    public void Convolutions_and_linear_layers_compute_in_bfloat16_from_float32_weights()
    {
        using DisposeScope scope = NewDisposeScope();
        (nn.Module<Tensor, Tensor> model, List<ScalarType> types) = Network();
        ModelFormat.Attach(model, s_mixed);
        Tensor logits = model.call(randn(4, 3, 6, 6));
        // Convolution, norm, activation, linear layer.
        Assert.Equal([ScalarType.BFloat16, ScalarType.BFloat16, ScalarType.BFloat16, ScalarType.BFloat16], types);
        Assert.Equal(ScalarType.Float32, logits.dtype);
        logits.sum().backward();
        Assert.All(model.parameters(), parameter => Assert.Equal(ScalarType.Float32, parameter.grad!.dtype));
        Assert.Equal(
            [ScalarType.Int64, ScalarType.Float32, ScalarType.Float32],
            model.named_buffers().Select(item => item.buffer.dtype).Order());
    }

    [Fact]
    public void After_a_change_of_the_weights_the_next_call_uses_them()
    {
        using DisposeScope scope = NewDisposeScope();
        (nn.Module<Tensor, Tensor> model, _) = Network();
        ModelFormat.Attach(model, s_mixed);
        model.eval();
        Tensor x = randn(2, 3, 6, 6), before = model.call(x);
        using (no_grad())
        {
            foreach (Parameter parameter in model.parameters())
                parameter.zero_();
        }

        Assert.NotEqual(0, before.abs().sum().item<float>());
        Assert.Equal(0, model.call(x).abs().sum().item<float>());
    }

    [Fact]
    public void The_last_format_counts_and_the_default_removes_it()
    {
        using DisposeScope scope = NewDisposeScope();
        (nn.Module<Tensor, Tensor> model, List<ScalarType> types) = Network();
        Tensor x = randn(2, 3, 6, 6);
        model.eval();
        Tensor plain = model.call(x);
        ModelFormat.Attach(model, s_mixed);
        ModelFormat.Attach(model, s_mixed);
        Assert.Equal(s_mixed, ModelFormat.Find(model));
        ModelFormat.Attach(model, ComputeFormat.Default);
        Assert.Equal(ComputeFormat.Default, ModelFormat.Find(model));
        types.Clear();
        Tensor again = model.call(x);
        Assert.All(types, type => Assert.Equal(ScalarType.Float32, type));
        Assert.True(plain.eq(again).all().item<bool>());
    }

    [Fact]
    public void Other_networks_of_the_thread_stay_in_float32()
    {
        using DisposeScope scope = NewDisposeScope();
        (nn.Module<Tensor, Tensor> mixed, _) = Network();
        (nn.Module<Tensor, Tensor> plain, List<ScalarType> types) = Network();
        ModelFormat.Attach(mixed, s_mixed);
        mixed.call(randn(2, 3, 6, 6));
        plain.call(randn(2, 3, 6, 6));
        Assert.All(types, type => Assert.Equal(ScalarType.Float32, type));
    }

    [Fact]
    public void A_call_that_fails_can_be_ended()
    {
        using DisposeScope scope = NewDisposeScope();
        (nn.Module<Tensor, Tensor> mixed, _) = Network();
        (nn.Module<Tensor, Tensor> plain, List<ScalarType> types) = Network();
        ModelFormat.Attach(mixed, s_mixed);
        Assert.ThrowsAny<Exception>(() => mixed.call(randn(2, 5, 6, 6)));
        ModelFormat.EndFailedCall();
        plain.call(randn(2, 3, 6, 6));
        Assert.All(types, type => Assert.Equal(ScalarType.Float32, type));
        ModelFormat.EndFailedCall();
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1)]
    public void Inputs_of_any_number_of_channels_get_the_strides_of_channels_last(int channels)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = randn(2, channels, 4, 5);
        Tensor converted = ModelFormat.ToLayout(x, FeatureLayout.ChannelsLast);
        Assert.Equal([20 * channels, 1, 5 * channels, channels], converted.stride());
        Assert.True(converted.eq(x).all().item<bool>());
        Assert.Same(converted, ModelFormat.ToLayout(converted, FeatureLayout.ChannelsLast));
        Assert.Same(x, ModelFormat.ToLayout(x, FeatureLayout.ChannelsFirst));
        Tensor rows = randn(2, channels);
        Assert.Same(rows, ModelFormat.ToLayout(rows, FeatureLayout.ChannelsLast));
    }

    [Fact]
    public void Mixed_precision_is_there_on_Linux() => Assert.Equal(OperatingSystem.IsLinux(), Autocast.IsAvailable);

    private static (nn.Module<Tensor, Tensor> Model, List<ScalarType> Types) Network()
    {
        manual_seed(3);
        List<ScalarType> types = [];
        Sequential model = nn.Sequential(
            ("conv", nn.Conv2d(3, 8, 3)), ("norm", new L2BatchNorm2d(8)), ("act", nn.ReLU()), ("flat", nn.Flatten()),
            ("fc", nn.Linear(128, 2)));
        IEnumerable<nn.Module<Tensor, Tensor>> layers = model.children().OfType<nn.Module<Tensor, Tensor>>();
        foreach (nn.Module<Tensor, Tensor> layer in layers.Where(layer => layer is not Flatten))
            layer.register_forward_hook((_, _, output) =>
            {
                types.Add(output.dtype);
                return output;
            });
        return (model, types);
    }
}
