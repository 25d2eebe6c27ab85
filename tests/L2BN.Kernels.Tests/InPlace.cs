using System.Numerics;
using L2BN.TestSupport;

namespace L2BN.Kernels.Tests;

/// <summary>Backward into the memory of the gradient that it reads: bit for bit what it writes elsewhere.</summary>
internal static class InPlace
{
    public static void Check<T>(KernelCase<T> one)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool masked = one.R.Length > 0 && one.Options.Activation != ActivationKind.Identity;
        if (masked && one.Options.Activation != ActivationKind.Relu) return;
        using FencedMemory<T> g = new(one.G), elsewhere = new(masked ? one.Shape.Length : 0);
        T[] dWeight = new T[one.Shape.Channels], dBias = new T[one.Shape.Channels];
        var data = new BackwardData<T>
        {
            Input = one.X,
            OutputGradient = g.Span,
            Output = masked ? one.Y : [],
            InputGradient = masked ? elsewhere.Span : g.Span,
            ResidualGradient = masked ? g.Span : default,
            WeightGradient = dWeight,
            BiasGradient = dBias,
        };
        L2BatchNormKernel.Backward(one.Shape, one.Options, one.Training, data, one.Saved, one.Pool);
        Assert.Equal(one.DX, data.InputGradient.ToArray());
        if (masked) Assert.Equal(one.DR, g.Span.ToArray());
        Assert.Equal(one.DWeight, dWeight);
        Assert.Equal(one.DBias, dBias);
    }
}
