using System.Text;
using System.Text.RegularExpressions;

namespace L2BN.Core;

/// <summary>
/// Writes whole files: a process that dies at any moment leaves the old file or the new one, never a part. Every output of the project is
/// written here. A symbolic link is followed and stays a link. Only a regular file is replaced: a device, a pipe or a terminal is written
/// to.
/// </summary>
public static partial class AtomicFile
{
    private const string Mark = ".tmp-";

    // As Linux follows at most.
    private const int MostLinks = 40;

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes a text as UTF-8 without a byte-order mark.</summary>
    /// <param name="path">The file; one that exists is replaced.</param>
    /// <param name="text">The content.</param>
    /// <exception cref="IOException">The disk is full or refuses; the old file is as it was.</exception>
    public static void Write(string path, string text) => Write(path, s_utf8.GetBytes(text));

    /// <summary>Writes bytes.</summary>
    /// <param name="path">The file; one that exists is replaced.</param>
    /// <param name="bytes">The content.</param>
    /// <exception cref="IOException">The disk is full or refuses; the old file is as it was.</exception>
    public static void Write(string path, byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        Write(path, bytes.Length, stream => stream.Write(bytes));
    }

    /// <summary>Writes to a temporary file in the same folder, flushes it, renames it, and flushes the folder.</summary>
    /// <param name="path">The file; one that exists is replaced, and a link is followed.</param>
    /// <param name="length">Bytes that <paramref name="write"/> will write, so that a full disk refuses before the first of them; 0 where
    /// unknown.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">The disk is full or refuses; the old file is as it was.</exception>
    public static void Write(string path, long length, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        string target = Target(path);
        if (UnixFile.DescriptorOf(target) is { } descriptor)
        {
            using MemoryStream content = new();
            write(content);
            UnixFile.WriteAll(descriptor, content.GetBuffer().AsSpan(0, (int)content.Length));
            return;
        }

        if (UnixFile.IsSpecial(target))
        {
            using FileStream special = new(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            write(special);
            return;
        }

        Replace(target, temporary =>
        {
            WriteThrough(temporary, length, write);
            return true;
        });
    }

    /// <summary>Gives a file a second name, atomically, and without a copy where the file system can.</summary>
    /// <param name="source">The file.</param>
    /// <param name="path">Its second name; a file of that name is replaced.</param>
    /// <exception cref="IOException">The disk is full or refuses; <paramref name="path"/> is as it was.</exception>
    public static void Link(string source, string path)
    {
        if (Replace(Path.GetFullPath(path), temporary => UnixFile.TryLink(source, temporary)))
            return;
        using FileStream original = File.OpenRead(source);
        Write(path, original.Length, original.CopyTo);
    }

    /// <summary>Deletes the temporary files of processes that died while writing. Only for a folder that no other process writes
    /// to.</summary>
    /// <param name="folder">The folder; one that does not exist is ignored.</param>
    public static void Clean(string folder)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (string file in Directory.EnumerateFiles(folder, $"*{Mark}*").Where(IsTemporary))
            File.Delete(file);
    }

    /// <summary>Whether a file has the name of a temporary one, which a process that died while writing left.</summary>
    /// <param name="path">The file.</param>
    public static bool IsTemporary(string path) => TemporaryName().IsMatch(Path.GetFileName(path));

    private static string Temporary(string path) => $"{path}{Mark}{Environment.ProcessId}-{Guid.NewGuid():N}";

    [GeneratedRegex(@"\.tmp-[0-9]+-[0-9a-f]{32}$")]
    private static partial Regex TemporaryName();

    // False where nothing was created.
    private static bool Replace(string target, Func<string, bool> create)
    {
        string temporary = Temporary(target);
        try
        {
            if (!create(temporary))
                return false;
            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            // Also after success: renaming one name of a file onto another of its names does nothing and leaves both.
            DeleteIfPossible(temporary);
        }

        DurableFile.FlushFolder(Path.GetDirectoryName(target)!);
        return true;
    }

    // A disk that refuses the content may refuse this too; what it refused first is to be reported.
    private static void DeleteIfPossible(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
        }
    }

    // The target of a dangling link does not exist yet: it is created, as a shell's redirection would. What an open file of this process
    // (/dev/stdout) leads to is not followed: it may be a pipe without a name.
    private static string Target(string path)
    {
        string target = Path.GetFullPath(path);
        for (
            int links = 0;
            links < MostLinks && UnixFile.DescriptorOf(target) is null && new FileInfo(target).LinkTarget is { } link;
            links++)
            target = Path.GetFullPath(link, Path.GetDirectoryName(target)!);
        return target;
    }

    private static void WriteThrough(string path, long length, Action<Stream> write)
    {
        using FileStream file = new(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            PreallocationSize = length,
            BufferSize = 1 << 16,
        });
        write(file);
        DurableFile.Flush(file);
    }
}
