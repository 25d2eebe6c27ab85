using L2BN.Kernels;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace L2BN.Tests.Support;

/// <summary>How a tensor lies in memory.</summary>
public enum MemoryOrder
{
    Contiguous,
    ChannelsLast,

    /// <summary>Every second entry of a larger tensor.</summary>
    Strided,
}

/// <summary>One setting of a BatchNorm layer and its input. The layer must do what torch's BatchNorm does in float64 with samples that were
/// normalized in float64.</summary>
internal sealed record BatchNormCase(
    long[] Size, MemoryOrder Order, ScalarType Type, bool Affine, bool Track, double? Momentum, double Eps, FeatureScale Scale, int Seed)
{
    private static readonly double s_half = 1.0 / 256;

    public override string ToString() =>
        $"[{string.Join(", ", Size)}] {Order} {Type}, affine {Affine}, track {Track}, momentum {Momentum}, eps {Eps}, {Scale}";

    /// <summary>Two training steps with gradients, then evaluation with gradients, then the state.</summary>
    internal void Check()
    {
        using DisposeScope scope = NewDisposeScope();
        using L2BatchNorm layer = Layer();
        using BatchNorm expected = Expected();
        Copy(layer, expected);
        for (int step = 0; step < 2; step++)
            CheckStep(layer, expected, step);
        layer.eval();
        expected.eval();
        CheckStep(layer, expected, 2);
        CheckState(layer, expected);
    }

    private void CheckStep(L2BatchNorm layer, BatchNorm expected, int step)
    {
        Tensor x = Input(step * 2), g = Input((step * 2) + 1).detach();
        Tensor exact = x.detach().to(ScalarType.Float64).contiguous().requires_grad_();
        layer.zero_grad();
        expected.zero_grad();
        Tensor y = layer.call(x), wanted = expected.call(Normalized(exact));
        Assert.Equal(x.dtype, y.dtype);
        Assert.Equal(x.shape, y.shape);
        y.backward([g]);
        wanted.backward([g.to(ScalarType.Float64).contiguous()]);
        (double output, double gradient) = Tolerance();
        AssertNear.Output(Tensors.Values(wanted), y, output, "y");
        AssertNear.Gradient(Tensors.Values(exact.grad!), x.grad!, gradient, "dx");
        if (!Affine)
            return;
        // A sum over a channel may cancel: its rounding is relative to the size that a sum of so many terms usually has.
        double usual = Math.Sqrt(Size.Aggregate(1L, (a, b) => a * b) / Size[1]);
        AssertNear.Gradient(Tensors.Values(expected.weight!.grad!), layer.weight!.grad!, Sums(), "dweight", usual);
        AssertNear.Gradient(Tensors.Values(expected.bias!.grad!), layer.bias!.grad!, Sums(), "dbias", usual);
    }

    private void CheckState(L2BatchNorm layer, BatchNorm expected)
    {
        Assert.Equal(expected.state_dict().Keys, layer.state_dict().Keys);
        if (!Track)
        {
            Assert.Null(layer.running_mean);
            return;
        }

        AssertNear.Gradient(Tensors.Values(expected.running_mean!), layer.running_mean!, Sums(), "running_mean", 1e-3);
        AssertNear.Gradient(Tensors.Values(expected.running_var!), layer.running_var!, Sums(), "running_var");
        Assert.Equal(2, layer.num_batches_tracked!.item<long>());
    }

    private L2BatchNorm Layer()
    {
        ScalarType state = Type == ScalarType.Float64 ? Type : ScalarType.Float32;
        return Size.Length switch
        {
            2 or 3 => nn.L2BatchNorm1d(Size[1], Eps, Momentum, Affine, Track, Scale, dtype: state),
            4 => nn.L2BatchNorm2d(Size[1], Eps, Momentum, Affine, Track, Scale, dtype: state),
            5 => TorchModules.L2BatchNorm3d(Size[1], Eps, Momentum, Affine, Track, Scale, dtype: state),
            _ => throw new InvalidOperationException($"Expected 2 to 5 dimensions, got {Size.Length}."),
        };
    }

    private BatchNorm Expected()
    {
        BatchNorm layer = Size.Length switch
        {
            2 or 3 => nn.BatchNorm1d(Size[1], Eps, 0.1, Affine, Track, dtype: ScalarType.Float64),
            4 => nn.BatchNorm2d(Size[1], Eps, 0.1, Affine, Track, dtype: ScalarType.Float64),
            _ => nn.BatchNorm3d(Size[1], Eps, 0.1, Affine, Track, dtype: ScalarType.Float64),
        };
        layer.momentum = Momentum;
        return layer;
    }

    private void Copy(L2BatchNorm layer, BatchNorm expected)
    {
        if (!Affine)
            return;
        using IDisposable noGrad = no_grad();
        double[] Values(int salt, double mean) =>
            Tensors.Rounded(Tensors.Normal(Seed + salt, (int)Size[1], mean, 0.3), ScalarType.Float32);
        foreach ((Tensor own, Tensor other, double[] values) in new[]
        {
            ((Tensor)layer.weight!, (Tensor)expected.weight!, Values(7_000_000, 1)), (layer.bias!, expected.bias!, Values(8_000_000, 0)),
        })
        {
            own.copy_(Tensors.Of(values, [Size[1]]));
            other.copy_(Tensors.Of(values, [Size[1]]));
        }
    }

    private Tensor Input(int salt)
    {
        bool strided = Order == MemoryOrder.Strided;
        long[] size = strided ? [.. Size[..^1], Size[^1] * 2] : Size;
        double[] values = Tensors.Normal((Seed * 10) + salt, (int)size.Aggregate(1L, (a, b) => a * b), mean: salt % 2 == 0 ? 0.5 : 0);
        Tensor all = Tensors.Of(values, size, Type, Order == MemoryOrder.ChannelsLast);
        return (strided ? all.slice(Size.Length - 1, 0, size[^1], 2) : all).detach().requires_grad_();
    }

    // In float64, by torch's operators.
    private Tensor Normalized(Tensor x)
    {
        Tensor unit = F.normalize(x.flatten(1)).reshape(Size);
        double dimension = Size.Skip(1).Aggregate(1L, (a, b) => a * b);
        return Scale == FeatureScale.Unit ? unit : unit * Tensors.Of([Math.Sqrt(dimension)], [1]);
    }

    private (double Output, double Gradient) Tolerance() => Type switch
    {
        ScalarType.Float64 => (1e-11, 1e-10),
        ScalarType.Float32 => (2e-6, 4e-6),
        ScalarType.BFloat16 => (s_half + 2e-6, s_half + 4e-6),
        _ => throw new InvalidOperationException($"Expected a type of the cases, got {Type}."),
    };

    private double Sums() => Type == ScalarType.Float64 ? 1e-10 : 4e-6;
}
