namespace L2BN.Core;

/// <summary>
/// Content that survives a power failure. .NET's own flush to the disk succeeds where the system reports that the disk is full, the quota
/// used up or a sector broken; here that is an error.
/// </summary>
public static class DurableFile
{
    /// <summary>Writes what is buffered to the disk, and waits until it is there.</summary>
    /// <param name="file">An open file.</param>
    /// <exception cref="IOException">The disk did not take all of the content. What the file has on the disk is unknown.</exception>
    public static void Flush(FileStream file)
    {
        ArgumentNullException.ThrowIfNull(file);
        file.Flush();
        // The system reports a failure once, to the first flush after it: that has to be the one that is checked.
        if (!OperatingSystem.IsWindows())
            UnixFile.Flush(file.SafeFileHandle, file.Name);
        // On macOS this empties the disk's own cache too.
        if (!OperatingSystem.IsLinux())
            file.Flush(flushToDisk: true);
    }

    /// <summary>
    /// Makes the names in a folder durable: a rename is atomic, but survives a power failure only after this. Does nothing on Windows,
    /// whose file systems log renames, nor where a file system cannot flush folders.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="IOException">The disk refuses.</exception>
    public static void FlushFolder(string folder)
    {
        if (!OperatingSystem.IsWindows())
            UnixFile.FlushFolder(folder);
    }

    /// <summary>Makes a folder durable with all that is in it, for files that were written without a flush each.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="IOException">The disk did not take all of it.</exception>
    public static void FlushTree(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            // Linux flushes a file through any handle of it; Windows wants one that may write.
            FileAccess access = OperatingSystem.IsWindows() ? FileAccess.ReadWrite : FileAccess.Read;
            using FileStream open = new(file, FileMode.Open, access, FileShare.ReadWrite, bufferSize: 1);
            Flush(open);
        }

        foreach (string inner in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories))
            FlushFolder(inner);
        FlushFolder(folder);
    }

    /// <summary>Adds bytes to the end of a file and flushes them.</summary>
    /// <param name="path">The file. One that is missing is not created: its folder may have been moved away.</param>
    /// <param name="bytes">The bytes to add.</param>
    /// <exception cref="IOException">It is missing, or the disk is full or refuses. Some of the bytes may be in the file.</exception>
    public static void Append(string path, ReadOnlySpan<byte> bytes)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Write, FileShare.Read);
        file.Seek(0, SeekOrigin.End);
        file.Write(bytes);
        Flush(file);
    }
}
