namespace L2BN.Formats;

/// <summary>Writes whole files so that a process that dies, at any moment, leaves the old file or the new one, never a part.</summary>
public static class AtomicFile
{
    private const string Mark = ".tmp-";

    /// <summary>Writes to a temporary file in the same folder, hands it to the disk, renames it, and hands the folder to the disk.</summary>
    /// <param name="path">The file; one that exists is replaced.</param>
    /// <param name="length">Bytes that <paramref name="write"/> will write: a full disk then refuses before the first of them. 0 where unknown.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">The disk is full or refuses; the old file is as it was.</exception>
    public static void Write(string path, long length, Action<Stream> write)
    {
        string full = Path.GetFullPath(path);
        string temporary = $"{full}{Mark}{Environment.ProcessId}-{Guid.NewGuid():N}";
        try
        {
            WriteThrough(temporary, length, write);
            File.Move(temporary, full, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        FolderSync.Flush(Path.GetDirectoryName(full)!);
    }

    /// <summary>Gives a file a second name, atomically and without writing its bytes again where the file system can.</summary>
    /// <exception cref="IOException">The disk is full or refuses; <paramref name="path"/> is as it was.</exception>
    public static void Link(string source, string path)
    {
        string full = Path.GetFullPath(path);
        string temporary = $"{full}{Mark}{Environment.ProcessId}-{Guid.NewGuid():N}";
        if (!HardLink.TryCreate(source, temporary))
        {
            using FileStream original = File.OpenRead(source);
            Write(path, original.Length, original.CopyTo);
            return;
        }

        // Renaming one name of a file onto another of its names does nothing and leaves both; the temporary one then has to go.
        File.Move(temporary, full, overwrite: true);
        File.Delete(temporary);
        FolderSync.Flush(Path.GetDirectoryName(full)!);
    }

    /// <summary>Deletes temporary files that processes left behind which died while writing. Only for folders that nobody else writes to.</summary>
    public static void Clean(string folder)
    {
        if (!Directory.Exists(folder)) return;
        foreach (string file in Directory.EnumerateFiles(folder, $"*{Mark}*")) File.Delete(file);
    }

    private static void WriteThrough(string path, long length, Action<Stream> write)
    {
        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            PreallocationSize = length,
            BufferSize = 1 << 16,
        });
        write(file);
        file.Flush(flushToDisk: true);
    }
}
