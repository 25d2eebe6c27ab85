namespace L2BN.Cuda.Tests;

/// <summary>What the shared oracle tests run here: the CUDA kernels, compiled for this processor or on a device.</summary>
internal static unsafe class Engine
{
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
        int small = Forward(Call<T, TParameter>(shape, options, true), data, default, default, saved);
        saved.Slice(SavedStatistics.ChannelOffset(shape, ChannelStatistic.Mean), shape.Channels).CopyTo(batchMean);
        double count = shape.PerChannel;
        for (int c = 0; c < shape.Channels; c++)
        {
            double inverse = saved[SavedStatistics.ChannelOffset(shape, ChannelStatistic.InverseDeviation) + c];
            batchVariance[c] = ((1 / (inverse * inverse)) - options.Eps) * (count / (count - 1));
        }

        return small;
    }

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
        Forward(Call<T, TParameter>(shape, options, false), data, runningMean.ToArray(), runningVariance.ToArray(), saved);

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
        // Memory is known by its address, so it must not move.
        fixed (T* x = data.Input, g = data.OutputGradient, y = data.Output, dx = data.InputGradient, dr = data.ResidualGradient)
        fixed (TParameter* weight = data.WeightGradient, bias = data.BiasGradient)
        fixed (double* values = saved)
            BackwardPinned(Call<T, TParameter>(shape, options, training), data, saved);
    }

    private static void BackwardPinned<T, TParameter>(CudaCall call, in BackwardData<T, TParameter> data, ReadOnlySpan<double> saved)
        where T : unmanaged
        where TParameter : unmanaged
    {
        using KernelMemory memory = new();
        CudaArguments arguments = default;
        arguments.X = memory.Share(data.Input);
        arguments.G = memory.Share(data.OutputGradient);
        arguments.Y = memory.Share(data.Output);
        arguments.DX = memory.Share<T>(data.InputGradient);
        arguments.DR = memory.Share<T>(data.ResidualGradient);
        arguments.WeightGradient = memory.Share<TParameter>(data.WeightGradient);
        arguments.BiasGradient = memory.Share<TParameter>(data.BiasGradient);
        arguments.Saved = memory.Share(saved);
        bool aligned = CudaKernels.IsAligned(arguments.X, arguments.G, arguments.Y, arguments.DX, arguments.DR);
        nint scratch = memory.Scratch(call.BackwardScratch(aligned));
        CudaKernels.Backward(KernelRuntime.Current, call, arguments, scratch);
        memory.CopyBack<T>(data.InputGradient);
        memory.CopyBack<T>(data.ResidualGradient);
        memory.CopyBack<TParameter>(data.WeightGradient);
        memory.CopyBack<TParameter>(data.BiasGradient);
    }

    /// <summary>The call with this type of data and parameters.</summary>
    public static CudaCall Call<T, TParameter>(FeatureShape shape, NormOptions options, bool training, double momentum = 0.1) =>
        new(shape, options, training, momentum, Element<T>(), Element<TParameter>());

    /// <summary>Runs forward; returns the number of small samples. Running statistics are updated in training.</summary>
    public static int Forward<T, TParameter>(
        CudaCall call,
        in ForwardData<T, TParameter> data,
        Span<TParameter> runningMean,
        Span<TParameter> runningVariance,
        Span<double> saved)
        where T : unmanaged
        where TParameter : unmanaged
    {
        fixed (T* x = data.Input, residual = data.Residual, y = data.Output)
        fixed (TParameter* weight = data.Weight, bias = data.Bias, mean = runningMean, variance = runningVariance)
        fixed (double* values = saved)
            return ForwardPinned(call, data, runningMean, runningVariance, saved);
    }

    private static int ForwardPinned<T, TParameter>(
        CudaCall call,
        in ForwardData<T, TParameter> data,
        Span<TParameter> runningMean,
        Span<TParameter> runningVariance,
        Span<double> saved)
        where T : unmanaged
        where TParameter : unmanaged
    {
        using KernelMemory memory = new();
        Span<ulong> small = stackalloc ulong[1] { 3 };
        CudaArguments arguments = default;
        arguments.X = memory.Share(data.Input);
        arguments.Residual = memory.Share(data.Residual);
        arguments.Y = memory.Share<T>(data.Output);
        arguments.Weight = memory.Share(data.Weight);
        arguments.Bias = memory.Share(data.Bias);
        arguments.RunningMean = memory.Share<TParameter>(runningMean);
        arguments.RunningVariance = memory.Share<TParameter>(runningVariance);
        arguments.Saved = memory.Share<double>(saved);
        arguments.SmallNorms = memory.Share<ulong>(small);
        bool aligned = CudaKernels.IsAligned(arguments.X, arguments.Y, arguments.Residual);
        nint scratch = memory.Scratch(call.ForwardScratch(aligned));
        CudaKernels.Forward(KernelRuntime.Current, call, arguments, scratch);
        memory.CopyBack<T>(data.Output);
        memory.CopyBack(runningMean);
        memory.CopyBack(runningVariance);
        memory.CopyBack(saved);
        memory.CopyBack(small);
        return (int)small[0] - 3;
    }

    private static CudaElement Element<T>() =>
        typeof(T) == typeof(float) ? CudaElement.Float32
        : typeof(T) == typeof(Half) ? CudaElement.Float16
        : typeof(T) == typeof(BFloat16) ? CudaElement.BFloat16
        : throw new NotSupportedException(typeof(T).Name);
}
