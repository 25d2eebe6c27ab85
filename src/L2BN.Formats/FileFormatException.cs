namespace L2BN.Formats;

/// <summary>A file that violates its format, as "FILE, byte N: expected X, got Y." The readers of this project throw nothing
/// else.</summary>
public sealed class FileFormatException : Exception
{
    /// <summary>Creates an exception that says where a file is wrong.</summary>
    /// <param name="file">The file, as the user would type it.</param>
    /// <param name="offset">Byte offset of the problem; null where it has none.</param>
    /// <param name="problem">What was expected and what was found, without a full stop.</param>
    /// <param name="inner">The exception that caused this one.</param>
    public FileFormatException(string file, long? offset, string problem, Exception? inner = null)
        : base(offset is { } at ? $"{file}, byte {at}: {problem}." : $"{file}: {problem}.", inner) =>
        (File, Offset, Problem) = (file, offset, problem);

    /// <summary>The file that was refused.</summary>
    public string File { get; }

    /// <summary>Byte offset of the problem; null where it has none.</summary>
    public long? Offset { get; }

    /// <summary>What was expected and what was found.</summary>
    public string Problem { get; }

    /// <summary>True where the system refused to open or to read the file: what it contains is unknown, and may be sound.</summary>
    public bool IsUnreadable { get; private init; }

    /// <summary>The exception for a file that the system refuses to open or to read.</summary>
    /// <param name="file">The file, as the user would type it.</param>
    /// <param name="cause">What the system says.</param>
    public static FileFormatException Unreadable(string file, Exception cause)
    {
        ArgumentNullException.ThrowIfNull(cause);
        return new(file, null, $"cannot be read: {cause.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ')}", cause) { IsUnreadable = true };
    }
}
