using System.Diagnostics;

namespace L2BN.Results;

/// <summary>The most physical memory that this process has held so far.</summary>
public static class PeakMemory
{
    /// <summary>Peak resident memory in bytes since the process started; null where the system does not say.</summary>
    public static long? Read()
    {
        if (ProcFile.Kilobytes("/proc/self/status", "VmHWM") is long bytes) return bytes;
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 > 0 ? process.PeakWorkingSet64 : null;
    }
}
