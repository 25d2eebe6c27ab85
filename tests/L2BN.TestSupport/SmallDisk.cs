using System.Diagnostics;

namespace L2BN.TestSupport;

/// <summary>A small file system in memory, for Linux and root.</summary>
public sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private SmallDisk()
    {
    }

    /// <summary>Where it is mounted.</summary>
    public string Folder => _folder.Folder;

    /// <summary>Mounts one.</summary>
    /// <param name="bytes">Its size.</param>
    /// <returns>Null where the system refuses, as in a container without that right.</returns>
    public static SmallDisk? TryMount(int bytes)
    {
        SmallDisk disk = new();
        if (Run("mount", "-t", "tmpfs", "-o", $"size={bytes}", "none", disk.Folder))
            return disk;
        disk._folder.Dispose();
        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Run("umount", Folder);
        _folder.Dispose();
    }

    private static bool Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
