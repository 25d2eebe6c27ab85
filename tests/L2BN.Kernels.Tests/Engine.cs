using L2BN.TestSupport;

namespace L2BN.Kernels.Tests;

/// <summary>What the shared oracle tests run here: the CPU's kernels.</summary>
internal static class Engine
{
    /// <summary>How many lengths and shapes are tested: more of them where <c>L2BN_CASES</c> is set.</summary>
    public static int Step => Campaign.Cases(usual: 0) == 0 ? 5 : 1;

    public static int AllLengthsTo => 40;

    public static int RandomShapes => 200;

    public static int ManyChannels => 700;

    public static bool Supports<T>() => typeof(T) != typeof(Half);

    public static int ForwardTraining<T, TParameter>(
        in FeatureShape shape,
        in NormOptions options,
        in ForwardData<T, TParameter> data,
        Span<double> saved,
        Span<double> batchMean,
        Span<double> batchVariance,
        WorkerPool pool)
        where T : unmanaged
        where TParameter : unmanaged =>
        L2BatchNormKernel.ForwardTraining(shape, options, data, saved, batchMean, batchVariance, pool);

    public static int ForwardEvaluation<T, TParameter>(
        in FeatureShape shape,
        in NormOptions options,
        in ForwardData<T, TParameter> data,
        ReadOnlySpan<TParameter> runningMean,
        ReadOnlySpan<TParameter> runningVariance,
        Span<double> saved,
        WorkerPool pool)
        where T : unmanaged
        where TParameter : unmanaged =>
        L2BatchNormKernel.ForwardEvaluation(shape, options, data, runningMean, runningVariance, saved, pool);

    public static void Backward<T, TParameter>(
        in FeatureShape shape,
        in NormOptions options,
        bool training,
        in BackwardData<T, TParameter> data,
        ReadOnlySpan<double> saved,
        WorkerPool pool)
        where T : unmanaged
        where TParameter : unmanaged => L2BatchNormKernel.Backward(shape, options, training, data, saved, pool);
}
