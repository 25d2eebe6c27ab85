namespace L2BN.Data;

/// <summary>The one door to files on disk: regular, non-empty files only, so that a pipe or a device can never hang a reader.</summary>
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
        catch (Exception e) when (IsFileTrouble(e))
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>Reads a whole file of at most <paramref name="limit"/> bytes.</summary>
    internal static byte[] ReadAllBytes(string path, long limit)
    {
        using var stream = OpenRead(path, buffer: 0);
        if (stream.Length > limit)
            throw new DataException(path, $"expected at most {limit:N0} bytes, came {stream.Length:N0}",
                "The file is not of the kind it seems to be.");
        byte[] content = new byte[stream.Length];
        try { stream.ReadExactly(content); }
        catch (Exception e) when (IsFileTrouble(e)) { throw Unreadable(path, e); }
        return content;
    }

    internal static bool IsFileTrouble(Exception e) =>
        e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or System.Security.SecurityException;

    internal static DataException Unreadable(string path, Exception e) =>
        new(path, $"cannot be read ({e.Message.TrimEnd('.')})", null, inner: e);

    /// <summary>Opening a pipe would wait for its writer for ever. Pipes, devices and what /proc invents all report length 0.</summary>
    private static void Check(string path)
    {
        if (Directory.Exists(path)) throw new DataException(path, "expected a file, came a folder", null);
        try
        {
            var file = File.ResolveLinkTarget(path, returnFinalTarget: true) as FileInfo ?? new FileInfo(path);
            if (!file.Exists) throw Missing(path);
            if (file.Length == 0)
                throw new DataException(path, "expected a regular file with content, came an empty file, a pipe or a device", null);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException) { throw Missing(path); }
        catch (Exception e) when (IsFileTrouble(e)) { throw Unreadable(path, e); }
    }

    private static DataException Missing(string path) => new(path, "there is no such file", "Check the path.");
}
