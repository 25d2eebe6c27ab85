namespace L2BN.Core;

/// <summary>
/// Opens files that may be untrusted: regular ones only, since a pipe waits for its writer for ever and a device has no end, and
/// into memory only up to a limit.
/// </summary>
public static class InputFile
{
    /// <summary>Opens a regular file for reading. Other processes may replace or delete it meanwhile; what is open stays as it
    /// was.</summary>
    /// <param name="path">The file; a link is followed.</param>
    /// <param name="buffer">Bytes to read ahead; 0 where it is read in large pieces.</param>
    /// <exception cref="IOException">It is missing, a folder, a pipe or a device, or the system refuses.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FileStream OpenRead(string path, int buffer = 4096)
    {
        RefuseOthers(path);
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, buffer);
    }

    /// <summary>Whether there is a file to read. <see cref="File.Exists(string)"/> says of a folder, and of what may not be looked at,
    /// that there is none.</summary>
    /// <param name="path">The file; a link is followed.</param>
    /// <returns>False where there is nothing of that name.</returns>
    /// <exception cref="IOException">It is a folder, a pipe, a device or a link to nothing, or the system refuses.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be looked at.</exception>
    public static bool Exists(string path)
    {
        FileAttributes attributes;
        try
        {
            attributes = File.GetAttributes(path);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }

        RefuseOthers(path);
        if (attributes.HasFlag(FileAttributes.ReparsePoint) && File.ResolveLinkTarget(path, returnFinalTarget: true) is { Exists: false })
            throw new IOException("expected a file, got a link to nothing");
        return true;
    }

    /// <summary>Reads a whole regular file.</summary>
    /// <param name="path">The file; a link is followed.</param>
    /// <param name="limit">The most bytes that are read.</param>
    /// <exception cref="IOException">It is no regular file, longer than <paramref name="limit"/>, or the system refuses.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static byte[] ReadAllBytes(string path, int limit)
    {
        using FileStream file = OpenRead(path, buffer: 0);
        if (file.Length > limit)
            throw new IOException($"expected at most {limit} bytes, got {file.Length}");
        // Files of /proc have a length of 0, and a file may grow while it is read.
        using MemoryStream content = new((int)file.Length);
        byte[] piece = new byte[Math.Min(limit, 1 << 16)];
        for (int read; (read = file.Read(piece)) > 0;)
        {
            if (content.Length + read > limit)
                throw new IOException($"expected at most {limit} bytes, got more");
            content.Write(piece, 0, read);
        }

        return content.ToArray();
    }

    private static void RefuseOthers(string path)
    {
        if (Directory.Exists(path))
            throw new IOException("expected a file, got a folder");
        if (UnixFile.IsSpecial(path))
            throw new IOException("expected a regular file, got a pipe, a device or a socket");
    }
}
