using L2BN.Cuda;
using L2BN.Cuda.Driver;
using L2BN.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Fused.Cuda;

/// <summary>The CUDA kernels on tensors of a device. They run in libtorch's stream, and nothing waits for them.</summary>
internal static class CudaFusedKernels
{
    /// <summary>Whether there is a kernel for data of this type with parameters of that type.</summary>
    internal static bool Supports(ScalarType data, ScalarType parameters) =>
        Element(data) is not null && (parameters == data || parameters == ScalarType.Float32);

    /// <summary>Writes the output, what backward needs, and in training the running statistics.</summary>
    internal static void Forward(FusedCall call, Tensor x, Tensor? residual, Tensor y, Tensor saved)
    {
        using DisposeScope scope = NewDisposeScope();
        CudaCall cuda = Translate(call, x);
        Tensor counter = call.Small?.OnDevice(x.device, call.Options.NormEps) ?? zeros(1, ScalarType.Int64, x.device);
        CudaArguments data = new()
        {
            X = TorchCuda.Address(x),
            Residual = TorchCuda.Address(residual),
            Y = TorchCuda.Address(y),
            Weight = TorchCuda.Address(call.State.Weight),
            Bias = TorchCuda.Address(call.State.Bias),
            RunningMean = TorchCuda.Address(call.State.RunningMean),
            RunningVariance = TorchCuda.Address(call.State.RunningVar),
            Saved = TorchCuda.Address(saved),
            SmallNorms = TorchCuda.Address(counter),
        };
        Tensor scratch = Scratch(x, cuda.ForwardScratch(CudaKernels.IsAligned(data.X, data.Residual, data.Y)));
        CudaKernels.Forward(Stream(x), cuda, data, TorchCuda.Address(scratch));
        KeepAlive(x, residual, y, saved, counter, scratch);
        KeepAlive(call.State.Weight, call.State.Bias, call.State.RunningMean, call.State.RunningVar);
    }

    /// <summary>Writes the gradients that have a tensor.</summary>
    internal static void Backward(FusedCall call, Tensor x, Tensor g, Tensor? y, Tensor saved, FusedGradients into)
    {
        using DisposeScope scope = NewDisposeScope();
        CudaCall cuda = Translate(call, x);
        CudaArguments data = new()
        {
            X = TorchCuda.Address(x),
            G = TorchCuda.Address(g),
            Y = TorchCuda.Address(y),
            DX = TorchCuda.Address(into.Input),
            DR = TorchCuda.Address(into.Residual),
            WeightGradient = TorchCuda.Address(into.Weight),
            BiasGradient = TorchCuda.Address(into.Bias),
            Saved = TorchCuda.Address(saved),
        };
        Tensor scratch = Scratch(x, cuda.BackwardScratch(CudaKernels.IsAligned(data.X, data.G, data.Y, data.DX, data.DR)));
        CudaKernels.Backward(Stream(x), cuda, data, TorchCuda.Address(scratch));
        KeepAlive(x, g, y, saved, into.Input, into.Residual, into.Weight, into.Bias, scratch);
    }

    // Freed to libtorch's allocator with the scope, which gives it to later work of the same stream.
    private static Tensor Scratch(Tensor x, long doubles) => empty(Math.Max(1, doubles), ScalarType.Float64, x.device);

    private static CudaStream Stream(Tensor x) => new(CudaDevice.Open(x.device_index), TorchCuda.Stream(x.device_index));

    private static CudaCall Translate(FusedCall call, Tensor x) => new(
        call.Shape,
        call.Options,
        call.Norm.UseBatchStatistics,
        call.Norm.Momentum,
        Element(x.dtype)!.Value,
        Element(call.ParameterType)!.Value);

    private static CudaElement? Element(ScalarType type) => type switch
    {
        ScalarType.Float32 => CudaElement.Float32,
        ScalarType.Float16 => CudaElement.Float16,
        ScalarType.BFloat16 => CudaElement.BFloat16,
        _ => null,
    };

    private static void KeepAlive(params ReadOnlySpan<Tensor?> tensors)
    {
        foreach (Tensor? tensor in tensors)
            GC.KeepAlive(tensor);
    }
}
