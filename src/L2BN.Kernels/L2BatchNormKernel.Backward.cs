using System.Numerics;
using L2BN.Kernels.Lanes;
using L2BN.Kernels.Steps;

namespace L2BN.Kernels;

public static unsafe partial class L2BatchNormKernel
{
    /// <summary>
    /// Gradients of forward. Effectively, with g' the gradient behind the activation and x̂ the normalised values:
    /// <code>
    /// dβ = Σ g'      dγ = Σ g'·x̂      dr = g'
    /// dz = γ·r·(g' − dβ/M − x̂·dγ/M)           M = N·S; in evaluation dz = γ·r·g'
    /// dx = τ/‖x‖·(dz − x·⟨x, dz⟩/‖x‖²)          zero for samples below norm_eps
    /// </code>
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="shape">As in forward.</param>
    /// <param name="options">As in forward.</param>
    /// <param name="training">Whether forward took the statistics of the batch.</param>
    /// <param name="data">What is read and written.</param>
    /// <param name="saved">What forward left: <see cref="SavedStatistics.TrainingLength"/> or
    /// <see cref="SavedStatistics.EvaluationLength"/> values.</param>
    /// <param name="pool">The threads.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape, or spans overlap.</exception>
    public static void Backward<T>(
        in FeatureShape shape,
        in NormOptions options,
        bool training,
        in BackwardData<T> data,
        ReadOnlySpan<double> saved,
        WorkerPool pool)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check<T>(options, pool);
        data.Check(shape, options.Activation);
        int evaluation = SavedStatistics.EvaluationLength(shape);
        ThrowHelper.UnlessLength(saved.Length, training ? SavedStatistics.TrainingLength(shape) : evaluation, nameof(saved));
        if (FewValues.In<T>(shape))
        {
            FewValues.Backward(shape, options, training, data, saved, pool);
            return;
        }

        Problem<T> problem = default;
        problem.Plan(shape, options);
        problem.Training = training;
        int sums = shape.Planes * problem.Blocks, channels = shape.Channels;
        var scratch = new Scratch((2L * sums) + (4L * channels) + shape.Samples);
        fixed (double* kept = saved, room = scratch.All)
        {
            Bind(ref problem, kept, kept + evaluation);
            problem.SumG = room;
            problem.SumGX = room + sums;
            double* rest = room + (2 * sums);
            problem.GradBias = rest;
            problem.GradWeight = rest + channels;
            problem.BiasShare = rest + (2 * channels);
            problem.WeightShare = rest + (3 * channels);
            problem.Along = rest + (4 * channels);
            Backward(ref problem, shape, data, pool);
            Publish(problem.GradWeight, data.WeightGradient);
            Publish(problem.GradBias, data.BiasGradient);
        }

        scratch.Return();
    }

    private static void Backward<T>(ref Problem<T> problem, in FeatureShape shape, in BackwardData<T> data, WorkerPool pool)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* x = data.Input, g = data.OutputGradient, y = data.Output, dx = data.InputGradient, dr = data.ResidualGradient)
        fixed (Problem<T>* p = &problem)
        {
            bool residual = !data.Output.IsEmpty;
            p->X = x;
            p->G = g;
            p->Y = residual ? y : g;
            p->DX = dx;
            p->DR = residual ? dr : dx;
            Dispatch<T>.Backward(p, residual, pool);
        }
    }

    private static void Publish<T>(double* from, Span<T> into)
        where T : unmanaged
    {
        for (int c = 0; c < into.Length; c++)
            into[c] = Real.FromDouble<T>(from[c]);
    }
}
