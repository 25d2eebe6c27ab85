using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace L2BN.Results;

/// <summary>The process that has claimed a folder, as its lock file names it where the file system has no locks.</summary>
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

    public static FolderOwner? Read(FileStream file)
    {
        byte[] bytes = new byte[LongestText];
        file.Position = 0;
        int count = file.ReadAtLeast(bytes, LongestText, throwOnEndOfStream: false);
        string[] lines = Encoding.UTF8.GetString(bytes, 0, count).Split('\n');
        return lines.Length == 3
            && NumberText.TryParseDigits(lines[1], out int process)
            && NumberText.TryParseDigits(lines[2], out long started)
            ? new FolderOwner(lines[0], process, started) : null;
    }

    public void Write(FileStream file)
    {
        file.SetLength(0);
        file.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Host}\n{Process}\n{Started}")));
        DurableFile.Flush(file);
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
