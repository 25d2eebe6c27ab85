using System.Runtime.InteropServices;
using L2BN.Threads;
using static TorchSharp.torch;

namespace L2BN.Fused.Cuda;

/// <summary>What the CUDA kernels need of libtorch and TorchSharp has no access to: addresses and streams, by libtorch's stable C
/// interface.</summary>
internal static unsafe class TorchCuda
{
    private static readonly delegate* unmanaged<nint, nint*, int> s_address =
        (delegate* unmanaged<nint, nint*, int>)Find("libtorch_cpu.so", "torch_cpu.dll", "aoti_torch_get_data_ptr");

    private static readonly delegate* unmanaged<int, nint*, int> s_stream =
        (delegate* unmanaged<int, nint*, int>)Find("libtorch_cuda.so", "torch_cuda.dll", "aoti_torch_get_current_cuda_stream");

    /// <summary>Why libtorch's interface cannot be used; null where it can.</summary>
    internal static string? Failure =>
        s_stream == null ? "this libtorch has no CUDA, or hides its streams"
        : s_address == null ? "this libtorch hides its addresses"
        : null;

    /// <summary>The address of a tensor's first element on its device; 0 without a tensor.</summary>
    internal static nint Address(Tensor? tensor)
    {
        nint address = 0;
        if (tensor is not null)
            Check(s_address(tensor.Handle, &address));
        return address;
    }

    /// <summary>The stream that libtorch uses on a device in this thread.</summary>
    internal static nint Stream(int device)
    {
        nint stream = 0;
        Check(s_stream(device, &stream));
        return stream;
    }

    private static void Check(int status)
    {
        if (status != 0)
            throw new InvalidOperationException($"libtorch's C interface: expected success, got {status}; set L2BN_CUDA=composed.");
    }

    private static void* Find(string linux, string windows, string symbol)
    {
        string? path = OperatingSystem.IsWindows() ? windows : LoadedLibraries.Find(LoadedLibraries.Paths(), linux);
        return path is not null && NativeLibrary.TryLoad(path, out nint library)
            && NativeLibrary.TryGetExport(library, symbol, out nint address) ? (void*)address : null;
    }
}
