using System.Diagnostics;

namespace L2BN.Results;

/// <summary>The most physical memory that this process has held so far.</summary>
public static class PeakMemory
{
    /// <summary>Bytes at the peak since the process started, or since <see cref="Reset"/>; null where the system does not say.</summary>
    public static long? Read()
    {
        if (ProcFile.Kilobytes("/proc/self/status", "VmHWM") is long bytes) return bytes;
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 > 0 ? process.PeakWorkingSet64 : null;
    }

    /// <summary>Starts a new peak from what is held now, so that a run is not charged with the run before it.</summary>
    /// <returns>False where the system cannot do it (only Linux can): the peak then stays that of the process.</returns>
    public static bool Reset()
    {
        try
        {
            if (!OperatingSystem.IsLinux()) return false;
            File.WriteAllText("/proc/self/clear_refs", "5");
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
