using System.Text;

namespace L2BN.Data;

/// <summary>Data that cannot be used, as "FILE, byte N: expected X, got Y; do Z." The readers throw nothing else.</summary>
public sealed class DataException : Exception
{
    /// <summary>Creates an exception with a complete message.</summary>
    public DataException(string message) : base(message) { }

    /// <summary>Creates an exception with a complete message and its cause.</summary>
    public DataException(string message, Exception? inner) : base(message, inner) { }

    /// <summary>Creates an exception that says where the data is wrong.</summary>
    /// <param name="file">The file or folder, as the user would type it.</param>
    /// <param name="problem">What was expected and what was found, without a full stop.</param>
    /// <param name="remedy">What to do, a sentence; null where nothing can be done.</param>
    /// <param name="offset">Byte offset in the file (of the unpacked content where it is compressed); null where none is known.</param>
    /// <param name="inner">The exception that caused this one.</param>
    public DataException(string file, string problem, string? remedy, long? offset = null, Exception? inner = null)
        : base(Compose(file, problem, remedy, offset), inner) => (File, Offset) = (file, offset);

    /// <summary>The file or folder that was refused; null where the problem is not in one.</summary>
    public string? File { get; }

    /// <summary>Byte offset of the problem; null where none is known.</summary>
    public long? Offset { get; }

    private static string Compose(string file, string problem, string? remedy, long? offset)
    {
        var text = new StringBuilder(file);
        if (offset is { } at)
            text.Append($", byte {at}");
        text.Append(": ").Append(problem);
        if (remedy is not null)
            text.Append("; ").Append(char.ToLowerInvariant(remedy[0])).Append(remedy.AsSpan(1).TrimEnd('.'));
        return text.Append('.').ToString();
    }
}
