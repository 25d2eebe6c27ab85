using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace L2BN.Tests.Shared;

/// <summary>
/// Makes OpenMP's threads sleep while they wait. By default they spin, which is fast for one process that owns the machine and
/// ruinous for test programs that run side by side: a training step took fifty times as long.
/// </summary>
internal static partial class PassiveThreads
{
    private const string Name = "OMP_WAIT_POLICY";

    // The native environment too: libgomp reads it when it is loaded, and .NET has a copy of its own for child processes.
    [ModuleInitializer]
    internal static void Choose()
    {
        Environment.SetEnvironmentVariable(Name, "PASSIVE");
        if (OperatingSystem.IsLinux())
            _ = setenv(Name, "PASSIVE", 1);
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int setenv(string name, string value, int overwrite);
}
