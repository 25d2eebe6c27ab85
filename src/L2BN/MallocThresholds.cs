using System.Runtime.InteropServices;

namespace L2BN;

/// <summary>Keeps glibc's allocator from returning large blocks to the kernel after every free.</summary>
/// <remarks>
/// By default glibc maps a block above 128 KiB afresh and unmaps it on free, so every activation of every training step is
/// faulted in page by page. Raising two thresholds makes freed blocks stay in the heap for the next step. The price: memory once
/// used stays with the process. A process-wide setting, therefore never a side effect of loading this library: call it once,
/// at program start, on the thread that trains. Figures: docs/performance.md.
/// </remarks>
public static partial class MallocThresholds
{
    private const int TrimThreshold = -1;
    private const int MmapThreshold = -3;

    // Older glibc refuses a mmap threshold above half its per-thread heap size of 64 MiB.
    private const int OldMaximum = 32 << 20;
    private const int Unbounded = 1 << 30;

    /// <summary>Raises the mmap and trim thresholds of glibc's malloc; does nothing elsewhere.</summary>
    /// <returns>True where both thresholds were accepted; false where the C library is not glibc or refused.</returns>
    public static bool Raise() => OperatingSystem.IsLinux() && TryRaise();

    private static bool TryRaise()
    {
        try
        {
            bool mapped = mallopt(MmapThreshold, Unbounded) == 1 || mallopt(MmapThreshold, OldMaximum) == 1;
            return mallopt(TrimThreshold, int.MaxValue) == 1 && mapped;
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
            return false; // musl has no mallopt
        }
    }

    [LibraryImport("libc.so.6")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int mallopt(int param, int value);
}
