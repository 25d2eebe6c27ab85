using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace L2BN.Results;

/// <summary>The process that has claimed a folder, as a file in it names it where the file system has no
/// locks.</summary>
/// <param name="Host">Name of the machine.</param>
/// <param name="Process">Identifier of the process.</param>
/// <param name="Started">When it started, in ticks of UTC: identifiers are used again.</param>
internal sealed record FolderOwner(string Host, int Process, long Started)
{
    private const int LongestText = 512;

    // Each process computes the time of the boot, to which starting times are relative, for itself.
    private static readonly long s_tolerance = TimeSpan.FromSeconds(2).Ticks;

    public static FolderOwner Current { get; } = new(Environment.MachineName, Environment.ProcessId, StartOf(Environment.ProcessId) ?? 0);

    /// <summary>Whether the process still runs. One on another machine counts as running: nothing here can tell.</summary>
    public bool IsRunning =>
        Host != Environment.MachineName || (StartOf(Process) is { } started && Math.Abs(started - Started) < s_tolerance);

    /// <summary>Names this process in a file, unless one that runs is named there. Of several processes at once, one succeeds.</summary>
    /// <param name="path">The file.</param>
    public static bool TryWrite(string path)
    {
        try
        {
            return TryCreate(path) || TryReplace(path);
        }
        catch (FileNotFoundException)
        {
            // Another process has just taken its name out, or a dead one's.
            return false;
        }
    }

    private static bool TryReplace(string path)
    {
        // What cannot be read is being written by another process.
        if (Read(path) is not { IsRunning: false } dead)
            return false;
        string aside = $"{path}-{Guid.NewGuid():N}";
        File.Move(path, aside);
        bool isDead = Read(aside) == dead;
        // Another process may have found the same and been faster: then what was moved is its name, and it gets it back.
        if (!isDead)
            File.Move(aside, path, overwrite: false);
        else
            File.Delete(aside);
        return isDead && TryCreate(path);
    }

    private static bool TryCreate(string path)
    {
        try
        {
            using FileStream file = OwnFile.Open(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite);
            file.Write(Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture,
                $"{Current.Host}\n{Current.Process}\n{Current.Started}")));
            DurableFile.Flush(file);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    private static FolderOwner? Read(string path)
    {
        string[] lines = Encoding.UTF8.GetString(InputFile.ReadAllBytes(path, LongestText)).Split('\n');
        return lines.Length == 3
            && NumberText.TryParseDigits(lines[1], out int process)
            && NumberText.TryParseDigits(lines[2], out long started)
            ? new FolderOwner(lines[0], process, started) : null;
    }

    private static long? StartOf(int process)
    {
        try
        {
            using var running = System.Diagnostics.Process.GetProcessById(process);
            return running.StartTime.ToUniversalTime().Ticks;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
