using System.Runtime.InteropServices;

namespace L2BN.Formats;

/// <summary>Hands a folder's entries to the disk: a rename is atomic, but durable only after this. .NET cannot open a folder for it.</summary>
internal static partial class FolderSync
{
    /// <summary>Does nothing on Windows, whose file systems log renames, nor where the file system refuses to flush a folder.</summary>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        int handle = Open(folder, 0);
        if (handle < 0) return;
        _ = Fsync(handle);
        _ = Close(handle);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Fsync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
