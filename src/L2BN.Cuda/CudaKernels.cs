using L2BN.Kernels;

namespace L2BN.Cuda;

/// <summary>Runs a kernel: on a device, or in a test on the CPU.</summary>
internal interface ICudaLauncher
{
    /// <summary>Runs the kernel of this name for this element type, after those launched before.</summary>
    void Launch(CudaElement element, string kernel, int blocks, in CudaArguments arguments);
}

/// <summary>
/// The layer on a GPU: the computation of <see cref="L2BatchNormKernel"/>, as kernels in their order. Each direction reads the data twice
/// and writes it once (3 times the tensor's bytes forward, 5 backward); between the passes two small kernels compute statistics of samples
/// and channels in double. No call waits for the device.
/// </summary>
internal static class CudaKernels
{
    // kernels/statistics.h
    private const int ChannelsPerBlock = 8;

    /// <summary>Forward: writes y, what backward needs, the running statistics in training, and adds to the count of small norms.</summary>
    /// <param name="launcher">Runs the kernels.</param>
    /// <param name="call">What is computed.</param>
    /// <param name="data">Addresses of x, y, saved and small norms; of residual, weight, bias and running statistics where there are
    /// any.</param>
    /// <param name="scratch">Address of <see cref="CudaCall.ForwardScratch"/> doubles.</param>
    public static void Forward(ICudaLauncher launcher, CudaCall call, CudaArguments data, nint scratch)
    {
        CudaCut cut = Complete(call, ref data, IsAligned(data.X, data.Y, data.Residual));
        (data.Planes, data.SplitMoments) = Moments(call, data.Saved, scratch);
        if (cut.Splits == 1)
            data.SplitMoments = data.Planes;
        if (call.Shape.Positions != 1)
            launcher.Launch(call.Element, $"{cut.Family}_moments{cut.Variant}", cut.Blocks, data);
        launcher.Launch(call.Element, "sample_statistics", call.Shape.Samples, data);
        launcher.Launch(call.Element, "channel_statistics", ChannelBlocks(call), data);
        launcher.Launch(call.Element, $"{cut.Family}_output{cut.Variant}", cut.Blocks, data);
    }

    /// <summary>Backward: writes the gradients that have an address.</summary>
    /// <param name="launcher">Runs the kernels.</param>
    /// <param name="call">As in forward.</param>
    /// <param name="data">Addresses of x, g and saved; of y and dr where a residual went through an activation; of the gradients that are
    /// wanted.</param>
    /// <param name="scratch">Address of <see cref="CudaCall.BackwardScratch"/> doubles.</param>
    public static void Backward(ICudaLauncher launcher, CudaCall call, CudaArguments data, nint scratch)
    {
        CudaCut cut = Complete(call, ref data, IsAligned(data.X, data.G, data.Y, data.DX, data.DR));
        data.Planes = Moments(call, data.Saved, 0).Planes;
        data.MaskFromOutput = data.DR != 0 ? 1 : 0;
        data.Sums = scratch;
        data.Shares = scratch + (nint)(2L * call.Shape.Planes * cut.Splits * sizeof(double));
        data.Radial = data.Shares + (2 * call.Shape.Channels * sizeof(double));
        string exact = cut.Variant == "_exact" ? cut.Variant : "";
        launcher.Launch(call.Element, $"{cut.Family}_gradient_sums{cut.Variant}", cut.Blocks, data);
        launcher.Launch(call.Element, $"channel_gradients{exact}", ChannelBlocks(call), data);
        if (data.DX == 0)
            return;
        launcher.Launch(call.Element, $"radial_components{exact}", call.Shape.Samples, data);
        launcher.Launch(call.Element, $"{cut.Family}_input_gradient{cut.Variant}", cut.Blocks, data);
    }

    /// <summary>Whether every address that is present is a multiple of 16.</summary>
    public static bool IsAligned(params ReadOnlySpan<nint> addresses)
    {
        nint all = 0;
        foreach (nint address in addresses)
            all |= address;
        return all % 16 == 0;
    }

    private static int ChannelBlocks(CudaCall call) => (call.Shape.Channels + ChannelsPerBlock - 1) / ChannelsPerBlock;

    // In training the planes' moments are part of what is saved, in evaluation of the scratch, and the splits' are behind them.
    private static (nint Planes, nint Splits) Moments(CudaCall call, nint saved, nint scratch)
    {
        if (call.Training || call.Shape.Positions == 1)
            return (saved + (SavedStatistics.EvaluationLength(call.Shape) * sizeof(double)), scratch);
        return (scratch, scratch + (nint)(2L * call.Shape.Planes * sizeof(double)));
    }

    private static CudaCut Complete(CudaCall call, ref CudaArguments data, bool aligned)
    {
        NormOptions options = call.Options;
        CudaCut cut = call.Cut(aligned);
        (data.Samples, data.Channels, data.Positions) = (call.Shape.Samples, call.Shape.Channels, call.Shape.Positions);
        (data.Splits, data.SplitLength, data.Width) = (cut.Splits, cut.Length, cut.Width);
        (data.Eps, data.NormEps, data.Tau) = (options.Eps, options.NormEps, options.TargetNorm(call.Shape.Dimension));
        (data.Momentum, data.NegativeSlope) = (call.Momentum, options.NegativeSlope);
        (data.Training, data.NormalizeSamples) = (call.Training ? 1 : 0, options.NormalizeSamples ? 1 : 0);
        (data.Activation, data.ElementType, data.ParameterType) = ((int)options.Activation, (int)call.Element, (int)call.Parameter);
        return cut;
    }
}
