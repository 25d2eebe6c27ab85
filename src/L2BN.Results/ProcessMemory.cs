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

    /// <summary>The same of another process, in bytes; null where the system does not say, or it has ended.</summary>
    /// <param name="processId">Its number.</param>
    public static long? ReadPeak(int processId) => ProcFile.Kilobytes($"/proc/{processId}/status", Peak);

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

/// <summary>The physical memory that is left for further processes.</summary>
public static class FreeMemory
{
    private const string Group = "/sys/fs/cgroup/";

    /// <summary>Bytes that processes can use without swapping, within the limit of this control group; null where the system does not
    /// say.</summary>
    public static long? Read()
    {
        long? machine = ProcFile.Kilobytes("/proc/meminfo", "MemAvailable");
        return Least(machine, ReadGroup(Group));
    }

    /// <summary>What is left of the limit of a control group (version 2), whose cache of files counts as free; null where it has
    /// none.</summary>
    /// <param name="folder">Its folder, with a separator at the end.</param>
    internal static long? ReadGroup(string folder)
    {
        if (Number(ProcFile.FirstLine(folder + "memory.max")) is not { } limit
            || Number(ProcFile.FirstLine(folder + "memory.current")) is not { } used)
            return null;
        long cache = Number(ProcFile.Value(folder + "memory.stat", "inactive_file", ' ')) ?? 0;
        return Math.Max(0, limit - used + cache);
    }

    private static long? Number(string? text) => NumberText.TryParseDigits(text, out long number) ? number : null;

    private static long? Least(long? a, long? b) => a is null || b < a ? b : a;
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

    public static string? FirstLine(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadLines(path).FirstOrDefault() : null;
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
