using System.Runtime.InteropServices;
using L2BN.Threads;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Mixed;

/// <summary>
/// libtorch's autocast, which TorchSharp does not show: on a thread where it is on, convolutions and linear layers cast their inputs and
/// weights to bfloat16 first, and autograd casts the gradients back. Its entry points are C++ functions of simple arguments, found by their
/// names in the library that TorchSharp has loaded.
/// </summary>
internal static unsafe class Autocast
{
    private const string Prefix = "_ZN2at8autocast";
    private const sbyte BFloat16 = (sbyte)ScalarType.BFloat16;
    private static readonly nint s_library = Find();

    private static readonly delegate* unmanaged<sbyte, byte> s_isEnabled =
        (delegate* unmanaged<sbyte, byte>)Export("19is_autocast_enabledEN3c1010DeviceTypeE");

    private static readonly delegate* unmanaged<sbyte, byte, void> s_setEnabled =
        (delegate* unmanaged<sbyte, byte, void>)Export("20set_autocast_enabledEN3c1010DeviceTypeEb");

    private static readonly delegate* unmanaged<sbyte, sbyte, void> s_setType =
        (delegate* unmanaged<sbyte, sbyte, void>)Export("18set_autocast_dtypeEN3c1010DeviceTypeENS1_10ScalarTypeE");

    private static readonly delegate* unmanaged<byte, void> s_setCache =
        (delegate* unmanaged<byte, void>)Export("26set_autocast_cache_enabledEb");

    /// <summary>Whether the loaded libtorch has it under these names: that of Linux and macOS.</summary>
    public static bool IsAvailable => s_isEnabled != null && s_setEnabled != null && s_setType != null && s_setCache != null;

    /// <summary>Turns it on or off on this thread for operators of a device.</summary>
    /// <returns>Whether it was on.</returns>
    public static bool Set(DeviceType device, bool enabled)
    {
        sbyte code = (sbyte)device;
        bool before = s_isEnabled(code) != 0;
        if (enabled)
        {
            s_setType(code, BFloat16);
            // Copies of the weights must not outlive a step of the optimizer; each is used once in a pass.
            s_setCache(0);
        }

        s_setEnabled(code, enabled ? (byte)1 : (byte)0);
        return before;
    }

    private static void* Export(string name) =>
        s_library != 0 && NativeLibrary.TryGetExport(s_library, Prefix + name, out nint address) ? (void*)address : null;

    private static nint Find()
    {
        InitializeDeviceType(DeviceType.CPU);
        string? path = LoadedLibraries.Find(LoadedLibraries.Paths(), "libtorch_cpu.so");
        return path is not null && NativeLibrary.TryLoad(path, out nint library) ? library : 0;
    }
}
