using System.Numerics;
using L2BN.Kernels.Lanes;
using L2BN.Kernels.Passes;

namespace L2BN.Kernels;

/// <summary>
/// y = act(γ_c·(z − μ_c)/√(σ²_c + eps) + β_c + residual), z_i = τ·x_i/max(‖x_i‖, norm_eps): L2BN (arXiv 2207.02625) fused into two
/// passes over memory in each direction. Effectively computes
/// <code>
/// z = every sample of x, scaled to length τ
/// y = every channel of z, shifted and scaled to mean 0 and variance 1, times weight plus bias
/// y = act(y + residual)
/// </code>
/// but from per-plane means and centered sums of squares, without storing z or any mask. Statistics and coefficients are computed in
/// double, and blocks are cut by shape, so results do not depend on the number of threads. Element types: float, double, and
/// <see cref="BFloat16"/>, which is computed in float.
/// A sample whose norm is below norm_eps (a zero sample too) is scaled by τ/norm_eps, has no gradient, and is counted. NaN and
/// infinities reach the samples they came from and the statistics of the channels, and never throw. Gradients overwrite.
/// </summary>
public static unsafe partial class L2BatchNormKernel
{
    /// <summary>Forward with the statistics of the batch.</summary>
    /// <typeparam name="T">Type of the elements: float, double or <see cref="BFloat16"/>, which is computed in float and rounded once.
    /// </typeparam>
    /// <typeparam name="TParameter">Type of the parameters and running statistics: <typeparamref name="T"/>, or float for 16-bit elements.
    /// </typeparam>
    /// <param name="shape">Shape and layout of the data; more than one value per channel.</param>
    /// <param name="options">What is computed.</param>
    /// <param name="data">What is read and written.</param>
    /// <param name="saved">For backward: <see cref="SavedStatistics.TrainingLength"/> values.</param>
    /// <param name="batchMean">Mean of z per channel, C values.</param>
    /// <param name="batchVariance">Unbiased variance of z per channel, C values: what running statistics are updated with.</param>
    /// <param name="pool">The threads.</param>
    /// <returns>Number of samples whose norm is zero or below norm_eps.</returns>
    /// <exception cref="ArgumentException">A length does not fit the shape, spans overlap, a channel has one value, or scratch would be
    /// longer than an array.</exception>
    public static int ForwardTraining<T, TParameter>(
        in FeatureShape shape,
        in NormOptions options,
        in ForwardData<T, TParameter> data,
        Span<double> saved,
        Span<double> batchMean,
        Span<double> batchVariance,
        WorkerPool pool)
        where T : unmanaged
        where TParameter : unmanaged
    {
        Check<T, TParameter>(shape, options, pool);
        data.Check(shape);
        ThrowHelper.UnlessLength(saved.Length, SavedStatistics.TrainingLength(shape), nameof(saved));
        ThrowHelper.UnlessLength(batchMean.Length, shape.Channels, nameof(batchMean));
        ThrowHelper.UnlessLength(batchVariance.Length, shape.Channels, nameof(batchVariance));
        if (shape.PerChannel < 2)
            ThrowHelper.OneValuePerChannel(shape);
        if (SmallShapeFallback.Applies<T>(shape))
            return SmallShapeFallback.ForwardTraining(shape, options, data, saved, batchMean, batchVariance, pool);
        return typeof(T) == typeof(double)
            ? ForwardTraining<T, TParameter, double>(shape, options, data, saved, batchMean, batchVariance, pool)
            : ForwardTraining<T, TParameter, float>(shape, options, data, saved, batchMean, batchVariance, pool);
    }

    /// <summary>Forward with given statistics.</summary>
    /// <typeparam name="T">Type of the elements: float, double or <see cref="BFloat16"/>, which is computed in float and rounded once.
    /// </typeparam>
    /// <typeparam name="TParameter">Type of the parameters and running statistics: <typeparamref name="T"/>, or float for 16-bit elements.
    /// </typeparam>
    /// <param name="shape">Shape and layout of the data.</param>
    /// <param name="options">What is computed.</param>
    /// <param name="data">What is read and written.</param>
    /// <param name="runningMean">μ, C values.</param>
    /// <param name="runningVariance">σ², C values.</param>
    /// <param name="saved">For backward: <see cref="SavedStatistics.EvaluationLength"/> values; empty if there will be none.</param>
    /// <param name="pool">The threads.</param>
    /// <returns>Number of samples whose norm is zero or below norm_eps.</returns>
    /// <exception cref="ArgumentException">A length does not fit the shape, spans overlap, or scratch would be longer than an
    /// array.</exception>
    public static int ForwardEvaluation<T, TParameter>(
        in FeatureShape shape,
        in NormOptions options,
        in ForwardData<T, TParameter> data,
        ReadOnlySpan<TParameter> runningMean,
        ReadOnlySpan<TParameter> runningVariance,
        Span<double> saved,
        WorkerPool pool)
        where T : unmanaged
        where TParameter : unmanaged
    {
        Check<T, TParameter>(shape, options, pool);
        data.Check(shape);
        ThrowHelper.UnlessLengthOrEmpty(saved.Length, SavedStatistics.EvaluationLength(shape), nameof(saved));
        ThrowHelper.UnlessLength(runningMean.Length, shape.Channels, nameof(runningMean));
        ThrowHelper.UnlessLength(runningVariance.Length, shape.Channels, nameof(runningVariance));
        if (SmallShapeFallback.Applies<T>(shape))
            return SmallShapeFallback.ForwardEvaluation(shape, options, data, runningMean, runningVariance, saved, pool);
        return typeof(T) == typeof(double)
            ? ForwardEvaluation<T, TParameter, double>(shape, options, data, runningMean, runningVariance, saved, pool)
            : ForwardEvaluation<T, TParameter, float>(shape, options, data, runningMean, runningVariance, saved, pool);
    }

    /// <summary>Arguments are checked already. Elements are stored as <typeparamref name="TStorage"/> and computed as
    /// <typeparamref name="T"/>.</summary>
    internal static int ForwardTraining<TStorage, TParameter, T>(
        in FeatureShape shape,
        in NormOptions options,
        in ForwardData<TStorage, TParameter> data,
        Span<double> saved,
        Span<double> batchMean,
        Span<double> batchVariance,
        WorkerPool pool)
        where TStorage : unmanaged
        where TParameter : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var args = KernelArgs<TStorage, T>.Create(shape, options, training: true);
        using var scratch = new Scratch(
            KernelBuffers.ForwardScratch(shape.Samples, shape.Channels, shape.Positions, args.Blocks, training: true));
        fixed (double* savedStart = saved, variance = batchVariance, scratchStart = scratch.All)
        {
            args.BindStatistics(savedStart, savedStart + SavedStatistics.EvaluationLength(shape));
            args.BindBlocks(scratchStart);
            args.Variance = variance;
            int small = Forward(ref args, shape, data, pool);
            new ReadOnlySpan<double>(args.Mean, shape.Channels).CopyTo(batchMean);
            return small;
        }
    }

    internal static int ForwardEvaluation<TStorage, TParameter, T>(
        in FeatureShape shape,
        in NormOptions options,
        in ForwardData<TStorage, TParameter> data,
        ReadOnlySpan<TParameter> runningMean,
        ReadOnlySpan<TParameter> runningVariance,
        Span<double> saved,
        WorkerPool pool)
        where TStorage : unmanaged
        where TParameter : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int length = SavedStatistics.EvaluationLength(shape);
        var args = KernelArgs<TStorage, T>.Create(shape, options, training: false);
        using var scratch = new Scratch(
            KernelBuffers.ForwardScratch(shape.Samples, shape.Channels, shape.Positions, args.Blocks, training: false));
        fixed (double* savedStart = saved, scratchStart = scratch.All)
        {
            double* planes = scratchStart + length;
            args.BindStatistics(saved.IsEmpty ? scratchStart : savedStart, planes);
            args.BindBlocks(planes + KernelBuffers.PlaneStatistics(shape.Samples, shape.Channels, shape.Positions));
            for (int c = 0; c < shape.Channels; c++)
            {
                args.Mean[c] = Storage.ToDouble(runningMean[c]);
                args.InverseDeviation[c] = ChannelStatistics.InverseDeviation(Storage.ToDouble(runningVariance[c]), options.Eps);
            }

            return Forward(ref args, shape, data, pool);
        }
    }

    private static int Forward<TStorage, TParameter, T>(
        ref KernelArgs<TStorage, T> args, in FeatureShape shape, in ForwardData<TStorage, TParameter> data, WorkerPool pool)
        where TStorage : unmanaged
        where TParameter : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Widen(args.Weight, data.Weight, shape.Channels, absent: 1);
        Widen(args.Bias, data.Bias, shape.Channels, absent: 0);
        fixed (TStorage* x = data.Input, r = data.Residual, y = data.Output)
        fixed (KernelArgs<TStorage, T>* p = &args)
        {
            p->X = x;
            p->R = data.Residual.IsEmpty ? x : r;
            p->Y = y;
            Dispatch<TStorage, T>.Forward(p, !data.Residual.IsEmpty, pool);
        }

        int small = 0;
        for (int i = 0; i < shape.Samples && shape.Positions > 0; i++)
            small += args.HasGradient[i] == 0 ? 1 : 0;
        return small;
    }

    private static void Widen<T>(double* into, ReadOnlySpan<T> values, int count, double absent)
        where T : unmanaged
    {
        for (int c = 0; c < count; c++)
            into[c] = values.IsEmpty ? absent : Storage.ToDouble(values[c]);
    }

    private static void Check<T, TParameter>(in FeatureShape shape, in NormOptions options, WorkerPool pool)
        where T : unmanaged
        where TParameter : unmanaged
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double) && typeof(T) != typeof(BFloat16))
            ThrowHelper.ElementType(typeof(T));
        if (typeof(TParameter) != typeof(T) && !(typeof(T) == typeof(BFloat16) && typeof(TParameter) == typeof(float)))
            ThrowHelper.ParameterType(typeof(T), typeof(TParameter));
        ArgumentNullException.ThrowIfNull(pool);
        options.Validate();
        if (KernelBuffers.LongestScratch(shape.Samples, shape.Channels, shape.Positions) > Array.MaxLength)
            ThrowHelper.ScratchTooLarge(shape);
    }
}
