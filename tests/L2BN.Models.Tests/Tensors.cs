using static TorchSharp.torch;

namespace L2BN.Models.Tests;

internal static class Tensors
{
    /// <summary>Same shape, same bits.</summary>
    public static bool Same(Tensor a, Tensor b)
    {
        using var scope = NewDisposeScope();
        return a.shape.SequenceEqual(b.shape) && a.eq(b).all().item<bool>();
    }

    /// <summary>The largest difference, relative to the largest value of the first.</summary>
    public static double Distance(Tensor a, Tensor b)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(a.shape, b.shape);
        return ((a - b).abs().max() / a.abs().max()).to(ScalarType.Float64).item<double>();
    }
}
