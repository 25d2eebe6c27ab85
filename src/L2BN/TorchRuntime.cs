using L2BN.Native;

namespace L2BN;

/// <summary>
/// Makes torch load where TorchSharp's native library asks for a newer C++ standard library than the system has (Debian 12, Ubuntu 22.04).
/// Programs need not call this: it happens by itself, when torch is first used after any type of this assembly.
/// </summary>
public static class TorchRuntime
{
    /// <summary>Looks at the native libraries beside the program and at the system's libstdc++. Loads and changes nothing.</summary>
    public static TorchRuntimeReport Inspect() => OperatingSystem.IsLinux()
        ? TorchInspection.Run()
        : new() { State = TorchRuntimeState.NotExamined, Explanation = "This system is not Linux: there is nothing to patch." };

    /// <summary>
    /// Loads TorchSharp's native library now, patched if need be, so that a failure shows here with its real cause and not later as
    /// "doesn't contain a reference to libtorch". Does nothing on systems other than Linux, and nothing the second time.
    /// </summary>
    /// <exception cref="DllNotFoundException">The library cannot be loaded; the message says why and what helps.</exception>
    public static void EnsureLoadable()
    {
        if (OperatingSystem.IsLinux()) TorchLibrary.Load();
    }
}
