namespace L2BN.Core;

/// <summary>
/// Opens files that a program keeps for itself, such as locks, records and parts of downloads, in folders that others may write to: a link
/// that somebody put there is not followed, and nothing is written to what is no regular file.
/// </summary>
public static class OwnFile
{
    /// <summary>Opens or creates a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">How it is opened.</param>
    /// <param name="access">What it is opened for.</param>
    /// <param name="share">What others may open it for meanwhile.</param>
    /// <exception cref="IOException">It is a link, a folder, a pipe or a device, or the system refuses.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share)
    {
        RefuseLink(path);
        return new FileStream(path, mode, access, share, bufferSize: 1);
    }

    /// <summary>Refuses a path that is a link or no regular file; nothing at all is accepted.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It is a link, a folder, a pipe or a device.</exception>
    public static void RefuseLink(string path)
    {
        if (new FileInfo(path).LinkTarget is not null)
            throw new IOException($"expected a file that this program made, got a link; delete it: '{path}'");
        if (Directory.Exists(path) || UnixFile.IsSpecial(path))
            throw new IOException($"expected a file that this program made, got a folder, a pipe or a device; delete it: '{path}'");
    }

    /// <summary>Refuses a folder that is a link, since what is written and deleted in it would be elsewhere, or no folder at all.</summary>
    /// <param name="folder">The folder; one that does not exist is accepted.</param>
    /// <exception cref="IOException">It is a link or a file.</exception>
    public static void RefuseFolderLink(string folder)
    {
        if (new DirectoryInfo(folder).LinkTarget is not null)
            throw new IOException($"expected a folder that this program made, got a link; delete it: '{folder}'");
        if (File.Exists(folder))
            throw new IOException($"expected a folder, got a file; move it away: '{folder}'");
    }
}
