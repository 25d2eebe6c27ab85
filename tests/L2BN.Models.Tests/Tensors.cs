using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Models.Tests;

internal static class Tensors
{
    /// <summary>Same shape, same bits.</summary>
    public static bool Same(Tensor a, Tensor b)
    {
        using DisposeScope scope = NewDisposeScope();
        return a.shape.SequenceEqual(b.shape) && a.eq(b).all().item<bool>();
    }

    /// <summary>Same shape; no difference above the tolerance times the largest value, or times 1 where all are smaller.</summary>
    public static bool Near(Tensor a, Tensor b, double tolerance)
    {
        using DisposeScope scope = NewDisposeScope();
        double scale = Math.Max(1, Number(a.abs().max()));
        return a.shape.SequenceEqual(b.shape) && Number((a - b).abs().max()) <= tolerance * scale;
    }

    private static double Number(Tensor scalar) => scalar.to(ScalarType.Float64).item<double>();
}
