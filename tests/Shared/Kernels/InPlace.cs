using L2BN.TestSupport;

namespace L2BN.Tests.Shared;

/// <summary>Backward into the memory of the gradient and of the input that it reads: bit for bit what it writes elsewhere.</summary>
internal static class InPlace
{
    public static void Check<T, TParameter>(KernelCase<T, TParameter> one)
        where T : unmanaged
        where TParameter : unmanaged
    {
        Check(one, overInput: false);
        Check(one, overInput: true);
    }

    private static void Check<T, TParameter>(KernelCase<T, TParameter> one, bool overInput)
        where T : unmanaged
        where TParameter : unmanaged
    {
        bool masked = one.R.Length > 0 && one.Options.Activation != Activation.Identity, relu = one.Options.Activation == Activation.Relu;
        using FencedMemory<T> x = new(one.X, one.FenceAfter), g = new(one.G, one.FenceAfter);
        using FencedMemory<T> dx = new(one.Shape.Length, one.FenceAfter), dr = new(one.Shape.Length, one.FenceAfter);
        TParameter[] dWeight = new TParameter[one.Shape.Channels], dBias = new TParameter[one.Shape.Channels];
        var data = new BackwardData<T, TParameter>
        {
            Input = x.Span,
            OutputGradient = g.Span,
            Output = masked ? one.Y : [],
            InputGradient = (overInput ? x : masked ? dx : g).Span,
            ResidualGradient = masked ? (relu ? g : dr).Span : default,
            WeightGradient = dWeight,
            BiasGradient = dBias,
        };
        Engine.Backward(one.Shape, one.Options, one.Training, data, one.Saved, one.Pool);
        Assert.Equal(one.DX, data.InputGradient.ToArray());
        if (masked)
            Assert.Equal(one.DR, data.ResidualGradient.ToArray());
        Assert.Equal(one.DWeight, dWeight);
        Assert.Equal(one.DBias, dBias);
    }
}
