using L2BN.Kernels;
using L2BN.TestSupport;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using Modules = TorchSharp.Modules;

namespace L2BN.Models.Tests;

/// <summary>Every model computes in every format, and keeps the order in memory from its first to its last layer.</summary>
public sealed class FormatTests
{
    private static readonly string[] s_usual = ["mlp", "resnet8", "resnet18", "mobilenet_v2_cifar"];

    public static TheoryData<string, string> Cases =>
        new(from name in Tiny.Distinct
            from norm in (string[])["bn", "l2bn", "gn"]
            where norm == "l2bn" || TestsAll || s_usual.Contains(name)
            select (name, norm));

    // A convolution in bfloat16 takes long where the processor has no instructions for it: all networks where L2BN_CASES is set.
    public static TheoryData<string> Names => [.. Tiny.Distinct.Where(name => TestsAll || s_usual.Contains(name))];

    private static bool TestsAll => Campaign.Cases(usual: 0) > 0;

    [Theory, MemberData(nameof(Cases))]
    public void No_layer_changes_the_order_of_channels_last_features(string name, string norm)
    {
        using DisposeScope scope = NewDisposeScope();
        Module<Tensor, Tensor> model = Tiny.Model(name, norm);
        ModelFormat.Attach(model, new ComputeFormat(FeatureLayout.ChannelsLast, Precision.Full));
        List<string> converted = [];
        int maps = 0;
        foreach ((string layer, Module module) in model.named_modules())
        {
            if (module is Modules.Conv2d or Modules.MaxPool2d or Modules.AvgPool2d && module is Module<Tensor, Tensor> callable)
                callable.register_forward_hook((_, input, output) =>
                {
                    maps++;
                    if (!IsChannelsLast(input) || !IsChannelsLast(output))
                        converted.Add(layer);
                    return output;
                });
        }

        (Tensor x, Tensor labels) = Tiny.Batch(name, 4);
        functional.cross_entropy(model.call(x), labels).backward();
        Assert.True(maps > 0 || name == "mlp", "No convolution was called.");
        Assert.Empty(converted);
    }

    [Theory, MemberData(nameof(Names))]
    public void The_order_in_memory_changes_results_by_rounding_only(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor contiguous, Tensor channelsLast) = (Logits(name, ComputeFormat.Default),
            Logits(name, new ComputeFormat(FeatureLayout.ChannelsLast, Precision.Full)));
        Assert.True(contiguous.allclose(channelsLast, 1e-3, 1e-3), $"{contiguous.cstr()} {channelsLast.cstr()}");
    }

    [Theory, MemberData(nameof(Names))]
    public void bfloat16_gives_float32_logits_and_finite_float32_gradients(string name)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Mixed precision is there on Linux.");
        using DisposeScope scope = NewDisposeScope();
        foreach (FeatureLayout layout in Enum.GetValues<FeatureLayout>())
        {
            Module<Tensor, Tensor> model = Tiny.Model(name, "l2bn");
            ModelFormat.Attach(model, new ComputeFormat(layout, Precision.BFloat16));
            (Tensor x, Tensor labels) = Tiny.Batch(name, 4);
            Tensor logits = model.call(x);
            Assert.Equal(ScalarType.Float32, logits.dtype);
            functional.cross_entropy(logits, labels).backward();
            Assert.All(model.parameters(), parameter =>
            {
                Assert.Equal(ScalarType.Float32, parameter.dtype);
                Assert.True(parameter.grad is null || parameter.grad.dtype == ScalarType.Float32);
                Assert.True(parameter.grad is null || parameter.grad.isfinite().all().item<bool>());
            });
            Assert.True(model.buffers().All(buffer => buffer.dtype is ScalarType.Float32 or ScalarType.Int64));
        }
    }

    private static Tensor Logits(string name, ComputeFormat format)
    {
        Module<Tensor, Tensor> model = Tiny.Model(name, "l2bn");
        foreach (Modules.Dropout dropout in model.modules().OfType<Modules.Dropout>())
            dropout.eval();
        ModelFormat.Attach(model, format);
        return model.call(Tiny.Batch(name, 4).X);
    }

    // Of one position or one channel both orders are the same memory.
    private static bool IsChannelsLast(Tensor tensor)
    {
        if (tensor.dim() != 4 || tensor.shape[1] == 1 || tensor.shape[2] * tensor.shape[3] == 1)
            return true;
        long[] shape = tensor.shape, strides = tensor.stride();
        return strides[1] == 1 && (shape[3] == 1 || strides[3] == shape[1]) && (shape[2] == 1 || strides[2] == shape[1] * shape[3]);
    }
}
