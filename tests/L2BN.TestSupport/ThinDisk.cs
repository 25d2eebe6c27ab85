using System.Diagnostics;

namespace L2BN.TestSupport;

/// <summary>
/// A file system that promises more space than there is, as thinly provisioned disks, quotas and network drives do: writes succeed, and
/// only the flush to the disk fails. It is ext4 in a file, on a smaller file system in memory.
/// </summary>
public sealed class ThinDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Stack<string> _mounted = [];

    /// <param name="mebibytes">Space that there is.</param>
    /// <exception cref="InvalidOperationException">The system does not allow it; the message says why.</exception>
    public ThinDisk(int mebibytes)
    {
        try
        {
            if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
                throw new InvalidOperationException("Expected Linux and root, which may mount file systems.");
            string backing = Directory.CreateDirectory(_folder.PathOf("backing")).FullName;
            Mount(backing, "-t", "tmpfs", "-o", $"size={mebibytes}m", "none", backing);
            Run("truncate", "-s", "200M", Path.Combine(backing, "image"));
            // A journal would take half of the space.
            Run("mkfs.ext4", "-q", "-F", "-O", "^has_journal", Path.Combine(backing, "image"));
            Directory.CreateDirectory(Folder);
            MountImage();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Where it is mounted.</summary>
    public string Folder => _folder.PathOf("disk");

    /// <summary>Drops what is in memory only, as a power failure does.</summary>
    public void Remount()
    {
        Run("umount", _mounted.Pop());
        MountImage();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_mounted.TryPop(out string? place))
            Run("umount", place);
        _folder.Dispose();
    }

    private void MountImage() => Mount(Folder, "-o", "loop", _folder.PathOf(Path.Combine("backing", "image")), Folder);

    private void Mount(string place, params string[] arguments)
    {
        Run("mount", arguments);
        _mounted.Push(place);
    }

    private static void Run(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
                throw new InvalidOperationException($"{program} failed: {errors.ReplaceLineEndings(" ")}");
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new InvalidOperationException($"Expected the program {program}: {missing.Message}", missing);
        }
    }
}
