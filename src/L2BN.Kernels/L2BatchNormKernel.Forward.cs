using System.Numerics;
using L2BN.Kernels.Lanes;
using L2BN.Kernels.Steps;

namespace L2BN.Kernels;

public static unsafe partial class L2BatchNormKernel
{
    /// <summary>Forward with the statistics of the batch.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="shape">Shape and layout of the data; more than one value per channel.</param>
    /// <param name="options">What is computed.</param>
    /// <param name="data">What is read and written.</param>
    /// <param name="saved">For backward: <see cref="SavedStatistics.TrainingLength"/> values.</param>
    /// <param name="batchMean">Mean of z per channel, C values.</param>
    /// <param name="batchVariance">Unbiased variance of z per channel, C values: what running statistics take.</param>
    /// <param name="pool">The threads.</param>
    /// <returns>Number of samples whose norm is zero or below norm_eps.</returns>
    /// <exception cref="ArgumentException">A length does not fit the shape, spans overlap, or a channel has one value.</exception>
    public static int ForwardTraining<T>(
        in FeatureShape shape,
        in NormOptions options,
        in ForwardData<T> data,
        Span<double> saved,
        Span<double> batchMean,
        Span<double> batchVariance,
        WorkerPool pool)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check<T>(options, pool);
        data.Check(shape);
        ThrowHelper.UnlessLength(saved.Length, SavedStatistics.TrainingLength(shape), nameof(saved));
        ThrowHelper.UnlessLength(batchMean.Length, shape.Channels, nameof(batchMean));
        ThrowHelper.UnlessLength(batchVariance.Length, shape.Channels, nameof(batchVariance));
        if (shape.PerChannel < 2)
            ThrowHelper.OneValuePerChannel(shape);
        if (FewValues.In<T>(shape))
            return FewValues.ForwardTraining(shape, options, data, saved, batchMean, batchVariance, pool);
        Problem<T> problem = default;
        problem.Plan(shape, options);
        problem.Training = true;
        int blocks = problem.Blocks > 1 ? shape.Planes * problem.Blocks : 0;
        var scratch = new Scratch(2L * blocks);
        fixed (double* kept = saved, variance = batchVariance, room = scratch.All)
        {
            Bind(ref problem, kept, kept + SavedStatistics.EvaluationLength(shape));
            problem.Variance = variance;
            BindBlocks(ref problem, room);
            int small = Forward(ref problem, shape, data, pool);
            new ReadOnlySpan<double>(problem.Mean, shape.Channels).CopyTo(batchMean);
            scratch.Return();
            return small;
        }
    }

    /// <summary>Forward with given statistics.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="shape">Shape and layout of the data.</param>
    /// <param name="options">What is computed.</param>
    /// <param name="data">What is read and written.</param>
    /// <param name="runningMean">μ, C values.</param>
    /// <param name="runningVariance">σ², C values.</param>
    /// <param name="saved">For backward: <see cref="SavedStatistics.EvaluationLength"/> values; empty if there will be none.</param>
    /// <param name="pool">The threads.</param>
    /// <returns>Number of samples whose norm is zero or below norm_eps.</returns>
    /// <exception cref="ArgumentException">A length does not fit the shape, or spans overlap.</exception>
    public static int ForwardEvaluation<T>(
        in FeatureShape shape,
        in NormOptions options,
        in ForwardData<T> data,
        ReadOnlySpan<T> runningMean,
        ReadOnlySpan<T> runningVariance,
        Span<double> saved,
        WorkerPool pool)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check<T>(options, pool);
        data.Check(shape);
        int length = SavedStatistics.EvaluationLength(shape);
        ThrowHelper.UnlessLengthOrEmpty(saved.Length, length, nameof(saved));
        ThrowHelper.UnlessLength(runningMean.Length, shape.Channels, nameof(runningMean));
        ThrowHelper.UnlessLength(runningVariance.Length, shape.Channels, nameof(runningVariance));
        if (FewValues.In<T>(shape))
            return FewValues.ForwardEvaluation(shape, options, data, runningMean, runningVariance, saved, pool);
        Problem<T> problem = default;
        problem.Plan(shape, options);
        int planes = shape.Planes, blocks = problem.Blocks > 1 ? planes * problem.Blocks : 0;
        var scratch = new Scratch((2L * planes) + (2L * blocks) + length);
        fixed (double* kept = saved, room = scratch.All)
        {
            double* cut = room + (2 * planes);
            Bind(ref problem, saved.IsEmpty ? cut + (2 * blocks) : kept, room);
            BindBlocks(ref problem, cut);
            for (int c = 0; c < shape.Channels; c++)
            {
                problem.Mean[c] = Real.ToDouble(runningMean[c]);
                problem.Inverse[c] = ChannelStep<T>.InverseDeviation(Real.ToDouble(runningVariance[c]), options.Eps);
            }

            int small = Forward(ref problem, shape, data, pool);
            scratch.Return();
            return small;
        }
    }

    private static int Forward<T>(ref Problem<T> problem, in FeatureShape shape, in ForwardData<T> data, WorkerPool pool)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Fill(problem.Weight, data.Weight, shape.Channels, 1);
        Fill(problem.Bias, data.Bias, shape.Channels, 0);
        fixed (T* x = data.Input, r = data.Residual, y = data.Output)
        fixed (Problem<T>* p = &problem)
        {
            p->X = x;
            p->R = data.Residual.IsEmpty ? x : r;
            p->Y = y;
            Dispatch<T>.Forward(p, !data.Residual.IsEmpty, pool);
        }

        int small = 0;
        for (int i = 0; i < shape.Samples; i++)
            small += problem.Live[i] == 0 ? 1 : 0;
        return small;
    }

    /// <summary>Where planes are one block each, the blocks' moments are the planes' own.</summary>
    private static void BindBlocks<T>(ref Problem<T> problem, double* room)
        where T : unmanaged
    {
        bool own = problem.Blocks == 1;
        problem.BlockMean = own ? problem.PlaneMean : room;
        problem.BlockSquares = own ? problem.PlaneSquares : room + ((nint)problem.Samples * problem.Channels * problem.Blocks);
    }

    private static void Fill<T>(double* into, ReadOnlySpan<T> values, int count, double otherwise)
        where T : unmanaged
    {
        for (int c = 0; c < count; c++)
            into[c] = values.IsEmpty ? otherwise : Real.ToDouble(values[c]);
    }
}
