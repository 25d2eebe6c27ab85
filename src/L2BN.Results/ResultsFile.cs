using System.Text;

namespace L2BN.Results;

/// <summary>Whole files, written atomically, and one form of error for all that a disk may refuse.</summary>
public static class ResultsFile
{
    // The counts of 8,000 classes.
    private const int MostBytes = 128 << 20;

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes a UTF-8 text so that the file is either the old one or complete, even if the process dies.</summary>
    /// <exception cref="ResultsException">The folder cannot be written.</exception>
    public static void Write(string path, string text) => Write(path, s_utf8.GetBytes(text));

    /// <summary>Writes bytes so that the file is either the old one or complete, even if the process dies.</summary>
    /// <exception cref="ResultsException">The folder cannot be written.</exception>
    public static void Write(string path, byte[] content) => Guard("write", path, () => AtomicFile.Write(path, content));

    /// <summary>As <see cref="Write(string, string)"/>, for a file whose name this program chose in a folder that may be a stranger's: a
    /// link is refused.</summary>
    /// <exception cref="ResultsException">It is a link or no regular file, or the folder cannot be written.</exception>
    public static void WriteOwn(string path, string text) => WriteOwn(path, s_utf8.GetBytes(text));

    /// <summary>As <see cref="WriteOwn(string, string)"/>, for bytes.</summary>
    /// <exception cref="ResultsException">It is a link or no regular file, or the folder cannot be written.</exception>
    public static void WriteOwn(string path, byte[] content) => Guard("write", path, () =>
    {
        OwnFile.RefuseLink(path);
        AtomicFile.Write(path, content);
    });

    /// <summary>Reads a UTF-8 text from a regular file of at most 128 MiB.</summary>
    /// <exception cref="ResultsException">The file is missing or cannot be read.</exception>
    public static string Read(string path) => Guard("read", path, () => s_utf8.GetString(InputFile.ReadAllBytes(path, MostBytes)));

    /// <summary>Whether there is a file to read. A file that need not be there may be left out, but not read as if it were not there where
    /// it is something else.</summary>
    /// <returns>False where there is nothing of that name.</returns>
    /// <exception cref="ResultsException">It is a folder, a pipe, a device or a link to nothing, or may not be looked at.</exception>
    public static bool Exists(string path) =>
        Guard("read", path, () => InputFile.Exists(path), "Check that you may read it, and move away what is no file.");

    /// <summary>Refuses what <see cref="WriteOwn(string, string)"/> would refuse to write; nothing is written.</summary>
    /// <exception cref="ResultsException">It is a link or no regular file.</exception>
    public static void CheckOwn(string path) => Guard("write", path, () => OwnFile.RefuseLink(path));

    /// <summary>Refuses what <see cref="PrepareFolder"/> would refuse of a folder of its own; nothing is written.</summary>
    /// <exception cref="ResultsException">It is a link or a file.</exception>
    public static void CheckOwnFolder(string directory) =>
        Guard("write the folder", directory, () => OwnFile.RefuseFolderLink(directory));

    /// <summary>Creates a folder with its parents and makes sure that files can be written into it.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="own">Whether this program chose its name, in a folder that may be a stranger's: a link is refused.</param>
    /// <exception cref="ResultsException">It cannot be created, is read-only, or a link that is refused.</exception>
    public static void PrepareFolder(string directory, bool own = false) => Guard("write the folder", directory, () =>
    {
        if (own)
            OwnFile.RefuseFolderLink(directory);
        Directory.CreateDirectory(directory);
        string probe = Path.Combine(directory, $"probe.tmp-{Environment.ProcessId}-{Guid.NewGuid():N}");
        File.WriteAllBytes(probe, []);
        File.Delete(probe);
    });

    /// <summary>Deletes the temporary files that processes which died while writing left in a folder; one that does not exist is
    /// ignored.</summary>
    /// <exception cref="ResultsException">The folder cannot be read or written.</exception>
    public static void Clean(string folder) => Guard("write the folder", folder, () => AtomicFile.Clean(folder));

    /// <summary>Adds one line to a file and flushes it to the disk.</summary>
    internal static void AppendLine(string path, string line) => Guard("write", path, () =>
    {
        OwnFile.RefuseLink(path);
        DurableFile.Append(path, s_utf8.GetBytes(line + "\n"));
    });

    /// <summary>Deletes a file; one that does not exist is ignored.</summary>
    /// <exception cref="ResultsException">It cannot be deleted.</exception>
    public static void Delete(string path) => Guard("delete", path, () => File.Delete(path));

    private static void Guard(string verb, string path, Action action) => Guard(verb, path, () =>
    {
        action();
        return true;
    });

    internal static T Guard<T>(string verb, string path, Func<T> action, string? advice = null)
    {
        try
        {
            return action();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            string message = error.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ');
            throw new ResultsException($"Cannot {verb} '{path}': {message}. {advice ?? Advice(verb)}", error);
        }
    }

    private static string Advice(string verb) => verb == "read"
        ? "Check the path, and that you may read it."
        : "Check its permissions and the free space, or choose another folder with --out.";
}

/// <summary>A folder that cannot be written, or a results file that cannot be read: the message says what, where and what to do.</summary>
public sealed class ResultsException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public ResultsException()
    {
    }

    /// <summary>Creates the exception with a one-line message for the user.</summary>
    public ResultsException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a one-line message for the user and its cause.</summary>
    public ResultsException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
