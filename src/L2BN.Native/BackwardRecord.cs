using System.Runtime.InteropServices;
using L2BN.Kernels;

namespace L2BN.Native;

/// <summary><c>l2bn_backward_data</c> of the header: what backward reads and writes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct BackwardRecord
{
    public long Size;
    public void* Input;
    public void* OutputGradient;
    public void* Output;
    public void* InputGradient;
    public void* ResidualGradient;
    public void* WeightGradient;
    public void* BiasGradient;
    public double* Saved;

    /// <summary>Computes the gradients of a call.</summary>
    /// <exception cref="ArgumentException">A value is out of its range or a pointer is missing; the message names it.</exception>
    public readonly void Run(in CallRecord call)
    {
        FeatureShape shape = call.Shape();
        CallRecord.Expect(Size == sizeof(BackwardRecord), "size of l2bn_backward_data", $"{sizeof(BackwardRecord)}", Size);
        switch (call.Type, call.Parameters)
        {
            case (ElementType.Float32, _):
                Run<float, float>(call, shape);
                break;
            case (ElementType.Float64, _):
                Run<double, double>(call, shape);
                break;
            case (ElementType.BFloat16, ElementType.Float32):
                Run<BFloat16, float>(call, shape);
                break;
            case (ElementType.BFloat16, ElementType.BFloat16):
                Run<BFloat16, BFloat16>(call, shape);
                break;
            default:
                throw new InvalidOperationException($"no kernel for {call.Type} with parameters of {call.Parameters}");
        }
    }

    private readonly void Run<T, TParameter>(in CallRecord call, in FeatureShape shape)
        where T : unmanaged
        where TParameter : unmanaged
    {
        var data = new BackwardData<T, TParameter>
        {
            Input = Memory.Required<T>(Input, shape.Length, "input"),
            OutputGradient = Memory.Required<T>(OutputGradient, shape.Length, "output_gradient"),
            Output = Memory.Optional<T>(Output, shape.Length),
            InputGradient = Memory.Optional<T>(InputGradient, shape.Length),
            ResidualGradient = Memory.Optional<T>(ResidualGradient, shape.Length),
            WeightGradient = Memory.Optional<TParameter>(WeightGradient, shape.Channels),
            BiasGradient = Memory.Optional<TParameter>(BiasGradient, shape.Channels),
        };
        bool training = call.Training == 1;
        int length = training ? SavedStatistics.TrainingLength(shape) : SavedStatistics.EvaluationLength(shape);
        L2BatchNormKernel.Backward(
            shape,
            call.Options(),
            training,
            data,
            Memory.Required<double>(Saved, length, "saved"),
            ProcessThreads.Pool(call.Threads));
    }
}
