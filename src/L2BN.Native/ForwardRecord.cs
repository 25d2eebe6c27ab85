using System.Runtime.InteropServices;
using L2BN.Kernels;

namespace L2BN.Native;

/// <summary><c>l2bn_forward_data</c> of the header: what forward reads and writes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ForwardRecord
{
    public long Size;
    public void* Input;
    public void* Weight;
    public void* Bias;
    public void* Residual;
    public void* Output;
    public void* RunningMean;
    public void* RunningVariance;
    public double* Saved;
    public double* BatchMean;
    public double* BatchVariance;

    /// <summary>Computes a call, and returns the number of samples with a norm below norm_eps.</summary>
    /// <exception cref="ArgumentException">A value is out of its range or a pointer is missing; the message names it.</exception>
    public readonly int Run(in CallRecord call)
    {
        FeatureShape shape = call.Shape();
        CallRecord.Expect(Size == sizeof(ForwardRecord), "size of l2bn_forward_data", $"{sizeof(ForwardRecord)}", Size);
        return (call.Type, call.Parameters) switch
        {
            (ElementType.Float32, _) => Run<float, float>(call, shape),
            (ElementType.Float64, _) => Run<double, double>(call, shape),
            (ElementType.BFloat16, ElementType.Float32) => Run<BFloat16, float>(call, shape),
            (ElementType.BFloat16, ElementType.BFloat16) => Run<BFloat16, BFloat16>(call, shape),
            _ => throw new InvalidOperationException($"no kernel for {call.Type} with parameters of {call.Parameters}"),
        };
    }

    private readonly int Run<T, TParameter>(in CallRecord call, in FeatureShape shape)
        where T : unmanaged
        where TParameter : unmanaged
    {
        var data = new ForwardData<T, TParameter>
        {
            Input = Memory.Required<T>(Input, shape.Length, "input"),
            Weight = Memory.Optional<TParameter>(Weight, shape.Channels),
            Bias = Memory.Optional<TParameter>(Bias, shape.Channels),
            Residual = Memory.Optional<T>(Residual, shape.Length),
            Output = Memory.Required<T>(Output, shape.Length, "output"),
        };
        WorkerPool pool = ProcessThreads.Pool(call.Threads);
        if (call.Training == 1)
        {
            return L2BatchNormKernel.ForwardTraining(
                shape,
                call.Options(),
                data,
                Memory.Required<double>(Saved, SavedStatistics.TrainingLength(shape), "saved"),
                Memory.Required<double>(BatchMean, shape.Channels, "batch_mean"),
                Memory.Required<double>(BatchVariance, shape.Channels, "batch_variance"),
                pool);
        }

        return L2BatchNormKernel.ForwardEvaluation<T, TParameter>(
            shape,
            call.Options(),
            data,
            Memory.Required<TParameter>(RunningMean, shape.Channels, "running_mean"),
            Memory.Required<TParameter>(RunningVariance, shape.Channels, "running_variance"),
            Memory.Optional<double>(Saved, SavedStatistics.EvaluationLength(shape)),
            pool);
    }
}
