namespace L2BN.Kernels.Tests;

/// <summary>What the shared oracle tests run here: the CPU's kernels.</summary>
internal static class Engine
{
    /// <summary>Every so many lengths and random shapes are tested.</summary>
    public static int Step => 1;

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
