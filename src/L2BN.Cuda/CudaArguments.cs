using System.Runtime.InteropServices;

namespace L2BN.Cuda;

/// <summary>The element types of the kernels, in the order of <c>kernels/arguments.h</c>.</summary>
internal enum CudaElement
{
    Float32,
    Float16,
    BFloat16,
}

/// <summary>The arguments of every kernel: <c>Arguments</c> in <c>kernels/arguments.h</c>, field by field. Addresses are those of the
/// device, 0 where absent.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CudaArguments
{
    public nint X, Residual, Y, G, DX, DR;
    public nint Weight, Bias, RunningMean, RunningVariance, WeightGradient, BiasGradient;
    public nint Saved, Planes, SplitMoments, Sums, Shares, Radial, SmallNorms;
    public long Samples, Channels, Positions, Splits, SplitLength;
    public double Eps, NormEps, Tau, Momentum, NegativeSlope;
    public int Training, NormalizeSamples, Activation, ElementType, ParameterType, MaskFromOutput, Width;
}
