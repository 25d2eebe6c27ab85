using System.Runtime.InteropServices;

namespace L2BN.Benchmarks;

/// <summary>
/// Makes glibc keep freed memory for all arms. By default every tensor of more than 32 MiB (and at first smaller ones) is mapped
/// anew and its pages are faulted in one by one, which costs as much as the layer itself and hides what is measured.
/// </summary>
internal static class MallocThresholds
{
    private const int TrimThreshold = -1, MmapMax = -4;

    public static bool Raise() => OperatingSystem.IsLinux() && Set(MmapMax, 0) == 1 && Set(TrimThreshold, int.MaxValue) == 1;

    [DllImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Set(int parameter, int value);
}
