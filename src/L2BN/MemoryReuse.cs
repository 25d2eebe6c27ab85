using System.Runtime.InteropServices;

namespace L2BN;

/// <summary>
/// An optional setting of the C library's allocator. glibc maps every tensor above a threshold (at most 32 MiB) and unmaps its
/// pages when it is freed; a training step then faults in each page of each activation again, every step. See
/// docs/performance.md for its cost and gain. Nothing in this library calls it for you.
/// </summary>
public static class MemoryReuse
{
    private const int TrimThreshold = -1, MmapMax = -4;

    /// <summary>Makes the process retain freed memory for later tensors: steps are faster, while the resident size stays at its peak and
    /// fragments may add to it. For the whole process, and permanent. Call it once, before the first tensors.</summary>
    /// <returns>Whether it took effect: glibc on Linux only.</returns>
    public static bool Enable()
    {
        if (!OperatingSystem.IsLinux())
            return false;
        try
        {
            return Set(MmapMax, 0) == 1 && Set(TrimThreshold, int.MaxValue) == 1;
        }
        catch (Exception error) when (error is EntryPointNotFoundException or DllNotFoundException)
        {
            return false; // musl and others have no such setting.
        }
    }

    /// <summary>Returns free memory to the system, fragments between tensors included. The next tensors fault their pages
    /// in again, so this is for the end of an epoch, not of a step.</summary>
    /// <returns>Whether there was any: glibc on Linux only.</returns>
    public static bool Release()
    {
        if (!OperatingSystem.IsLinux())
            return false;
        try
        {
            return Trim(0) == 1;
        }
        catch (Exception error) when (error is EntryPointNotFoundException or DllNotFoundException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Trim(nuint pad);

    [DllImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Set(int parameter, int value);
}
