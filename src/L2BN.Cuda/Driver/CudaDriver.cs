using System.Runtime.InteropServices;

namespace L2BN.Cuda.Driver;

/// <summary>The functions of CUDA's driver that the kernels need, by their exported names. The driver is loaded on first use.</summary>
internal static unsafe class CudaDriver
{
    private const int Success = 0;

    private static readonly Lazy<(nint Library, string? Failure)> s_library = new(Load);

    /// <summary>Why the driver cannot be used; null where it can.</summary>
    public static string? Failure => s_library.Value.Failure;

    /// <summary>The address of an exported function.</summary>
    /// <exception cref="InvalidOperationException">The driver is missing, or too old to have the function.</exception>
    public static nint Function(string name) =>
        Failure is not null ? throw new InvalidOperationException(Failure)
        : NativeLibrary.TryGetExport(s_library.Value.Library, name, out nint address) ? address
        : throw new InvalidOperationException($"Expected {name} in CUDA's driver, got none; install a newer driver.");

    /// <summary>Throws where a function of the driver did not succeed.</summary>
    /// <exception cref="InvalidOperationException">The name of the function and of its error.</exception>
    public static void Check(int status, string function)
    {
        if (status != Success)
            throw new InvalidOperationException($"{function}: expected success, got {NameOf(status)}.");
    }

    private static string NameOf(int status)
    {
        byte* name;
        var getName = (delegate* unmanaged<int, byte**, int>)Function("cuGetErrorName");
        return getName(status, &name) == Success ? Marshal.PtrToStringUTF8((nint)name)! : $"error {status}";
    }

    private static (nint Library, string? Failure) Load()
    {
        string file = OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";
        if (!NativeLibrary.TryLoad(file, out nint library))
            return (0, $"CUDA's driver ({file}) is not installed");
        if (!NativeLibrary.TryGetExport(library, "cuInit", out nint initialize))
            return (0, $"{file} is not CUDA's driver");
        int status = ((delegate* unmanaged<uint, int>)initialize)(0);
        return status == Success ? (library, null) : (0, $"CUDA's driver found no usable device (error {status})");
    }
}
