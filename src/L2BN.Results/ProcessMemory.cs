using System.Diagnostics;

namespace L2BN.Results;

/// <summary>The physical memory of this process.</summary>
public static class ProcessMemory
{
    private const string Peak = "VmHWM";

    /// <summary>Bytes at the peak since the process started, or since <see cref="ResetPeak"/>; null where the system does not
    /// say.</summary>
    public static long? ReadPeak()
    {
        if (ProcFile.Kilobytes("/proc/self/status", Peak) is long bytes)
            return bytes;
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 > 0 ? process.PeakWorkingSet64 : null;
    }

    /// <summary>Starts a new peak from the present size, so that a run is not charged with the run before it.</summary>
    /// <returns>False where the system cannot do it (only Linux can): the peak then stays that of the process.</returns>
    public static bool ResetPeak()
    {
        try
        {
            if (!OperatingSystem.IsLinux())
                return false;
            File.WriteAllText("/proc/self/clear_refs", "5");
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The present size in MiB, libraries included; null where the system does not say.</summary>
    public static double? ReadResidentMib() => Environment.WorkingSet is > 0 and long bytes ? Math.Round(bytes / 1048576.0, 1) : null;
}

/// <summary>Looks up one key in the <c>key : value</c> files of Linux; null on other systems and where it cannot be read.</summary>
internal static class ProcFile
{
    public static string? Value(string path, string key, char separator)
    {
        try
        {
            if (!File.Exists(path))
                return null;
            return File.ReadLines(path).Select(line => Split(line, key, separator)).FirstOrDefault(value => value is not null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The value of a line such as <c>VmHWM:   123 kB</c>, in bytes.</summary>
    public static long? Kilobytes(string path, string key)
    {
        string? digits = Value(path, key, ':')?.Split(' ')[0];
        return NumberText.TryParseDigits(digits, out long kilobytes) ? kilobytes * 1024 : null;
    }

    private static string? Split(string line, string key, char separator)
    {
        int at = line.IndexOf(separator, StringComparison.Ordinal);
        return at > 0 && line.AsSpan(0, at).Trim().SequenceEqual(key) ? line[(at + 1)..].Trim() : null;
    }
}
