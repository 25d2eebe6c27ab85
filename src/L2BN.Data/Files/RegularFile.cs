namespace L2BN.Data.Files;

/// <summary>Opens regular, non-empty files only, so that a pipe or a device cannot hang a reader. All readers open files here.</summary>
internal static class RegularFile
{
    /// <param name="path">The file.</param>
    /// <param name="buffer">Bytes to read ahead; 0 where the whole file is read at once.</param>
    internal static FileStream OpenRead(string path, int buffer = 1 << 16)
    {
        Check(path);
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, buffer, FileOptions.SequentialScan);
        }
        catch (Exception e) when (IsFileError(e))
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>Reads a whole file of at most <paramref name="limit"/> bytes.</summary>
    internal static byte[] ReadAllBytes(string path, long limit)
    {
        using FileStream stream = OpenRead(path, buffer: 0);
        if (stream.Length > limit)
            throw new DataException(path, $"expected at most {limit:N0} bytes, got {stream.Length:N0}",
                "Give a file of the right kind.");
        byte[] content = new byte[stream.Length];
        try
        {
            stream.ReadExactly(content);
        }
        catch (Exception e) when (IsFileError(e))
        {
            throw Unreadable(path, e);
        }
        return content;
    }

    /// <summary>Reads the first bytes of a file and returns their number; 0 for an empty file, a pipe or a device, which is not
    /// opened.</summary>
    internal static int ReadStart(string path, Span<byte> destination)
    {
        try
        {
            if (Target(path) is { Exists: true, Length: 0 })
                return 0;
        }
        catch (Exception e) when (IsFileError(e))
        {
            throw Unreadable(path, e);
        }

        using FileStream stream = OpenRead(path, buffer: 0);
        try
        {
            return stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
        }
        catch (Exception e) when (IsFileError(e))
        {
            throw Unreadable(path, e);
        }
    }

    internal static bool IsFileError(Exception e) =>
        e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or System.Security.SecurityException;

    internal static DataException Unreadable(string path, Exception e) =>
        new(path, $"cannot be read ({e.Message.TrimEnd('.')})", null, inner: e);

    internal static DataException Unwritable(string path, Exception e) => new(
        path,
        $"cannot be written ({e.Message.TrimEnd('.')})",
        "Check its permissions and the free space, or give another folder: what has arrived stays on disk.",
        inner: e);

    /// <summary>Opening a pipe would wait for its writer for ever. Pipes, devices and files of /proc all report length 0.</summary>
    private static void Check(string path)
    {
        if (Directory.Exists(path))
            throw new DataException(path, "expected a file, got a folder", null);
        try
        {
            FileInfo file = Target(path);
            if (!file.Exists)
                throw Missing(path);
            if (file.Length == 0)
                throw new DataException(path, "expected a regular file with content, got an empty file, a pipe or a device", null);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Missing(path);
        }
        catch (Exception e) when (IsFileError(e))
        {
            throw Unreadable(path, e);
        }
    }

    private static FileInfo Target(string path) => File.ResolveLinkTarget(path, returnFinalTarget: true) as FileInfo ?? new FileInfo(path);

    private static DataException Missing(string path) => new(path, "expected a file, got no such file", "Check the path.");
}
