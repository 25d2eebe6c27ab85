using System.Numerics;
using L2BN.Kernels.Lanes;
using L2BN.Kernels.Passes;

namespace L2BN.Kernels;

public static unsafe partial class L2BatchNormKernel
{
    /// <summary>
    /// Gradients of forward. Effectively, with g' the gradient through the activation and x̂ the normalized values:
    /// <code>
    /// dβ = Σ g'      dγ = Σ g'·x̂      dr = g'
    /// dz = γ·r·(g' − dβ/M − x̂·dγ/M)           M = N·S; in evaluation dz = γ·r·g'
    /// dx = τ/‖x‖·(dz − x·⟨x, dz⟩/‖x‖²)          zero for samples below norm_eps
    /// </code>
    /// </summary>
    /// <typeparam name="T">Type of the elements: float, double or <see cref="BFloat16"/>, which is computed in float and rounded once.
    /// </typeparam>
    /// <typeparam name="TParameter">Type of the parameters and running statistics: <typeparamref name="T"/>, or float for 16-bit elements.
    /// </typeparam>
    /// <param name="shape">As in forward.</param>
    /// <param name="options">As in forward.</param>
    /// <param name="training">Whether forward took the statistics of the batch.</param>
    /// <param name="data">What is read and written.</param>
    /// <param name="saved">What forward saved: <see cref="SavedStatistics.TrainingLength"/> or
    /// <see cref="SavedStatistics.EvaluationLength"/> values.</param>
    /// <param name="pool">The threads.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape, or spans overlap.</exception>
    public static void Backward<T, TParameter>(
        in FeatureShape shape,
        in NormOptions options,
        bool training,
        in BackwardData<T, TParameter> data,
        ReadOnlySpan<double> saved,
        WorkerPool pool)
        where T : unmanaged
        where TParameter : unmanaged
    {
        Check<T, TParameter>(shape, options, pool);
        data.Check(shape, options.Activation);
        int length = training ? SavedStatistics.TrainingLength(shape) : SavedStatistics.EvaluationLength(shape);
        ThrowHelper.UnlessLength(saved.Length, length, nameof(saved));
        if (SmallShapeFallback.Applies<T>(shape))
            SmallShapeFallback.Backward(shape, options, training, data, saved, pool);
        else if (typeof(T) == typeof(double))
            Backward<T, TParameter, double>(shape, options, training, data, saved, pool);
        else
            Backward<T, TParameter, float>(shape, options, training, data, saved, pool);
    }

    /// <summary>Arguments are checked already. Elements are stored as <typeparamref name="TStorage"/> and computed as
    /// <typeparamref name="T"/>.</summary>
    internal static void Backward<TStorage, TParameter, T>(
        in FeatureShape shape,
        in NormOptions options,
        bool training,
        in BackwardData<TStorage, TParameter> data,
        ReadOnlySpan<double> saved,
        WorkerPool pool)
        where TStorage : unmanaged
        where TParameter : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var args = KernelArgs<TStorage, T>.Create(shape, options, training);
        int channels = shape.Channels;
        nint sums = (nint)shape.Planes * args.Blocks;
        using var scratch = new Scratch(KernelBuffers.BackwardScratch(shape.Samples, channels, args.Blocks));
        fixed (double* savedStart = saved, scratchStart = scratch.All)
        {
            args.BindStatistics(savedStart, savedStart + SavedStatistics.EvaluationLength(shape));
            args.SumDy = scratchStart;
            args.SumDyXmu = scratchStart + sums;
            double* rest = scratchStart + (2 * sums);
            args.GradBias = rest;
            args.GradWeight = rest + channels;
            args.BiasShare = rest + (2 * channels);
            args.WeightShare = rest + (3 * channels);
            args.RadialComponent = rest + (4 * channels);
            Backward(ref args, data, pool);
            Narrow(args.GradWeight, data.WeightGradient);
            Narrow(args.GradBias, data.BiasGradient);
        }
    }

    private static void Backward<TStorage, TParameter, T>(
        ref KernelArgs<TStorage, T> args, in BackwardData<TStorage, TParameter> data, WorkerPool pool)
        where TStorage : unmanaged
        where TParameter : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (TStorage* x = data.Input, g = data.OutputGradient, y = data.Output, dx = data.InputGradient, dr = data.ResidualGradient)
        fixed (KernelArgs<TStorage, T>* p = &args)
        {
            bool residual = !data.Output.IsEmpty;
            p->X = x;
            p->G = g;
            p->Y = residual ? y : g;
            p->DX = dx;
            p->DR = residual ? dr : dx;
            Dispatch<TStorage, T>.Backward(p, residual, pool);
        }
    }

    private static void Narrow<T>(double* from, Span<T> into)
        where T : unmanaged
    {
        for (int c = 0; c < into.Length; c++)
            into[c] = Storage.FromDouble<T>(from[c]);
    }
}
