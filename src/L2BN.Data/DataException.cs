using System.Text;

namespace L2BN.Data;

/// <summary>Data that cannot be used: which file, where, what was expected, what came, and what to do. Nothing else escapes the
/// readers.</summary>
public sealed class DataException : Exception
{
    /// <summary>Makes an exception with a complete message of its own.</summary>
    public DataException(string message) : base(message) { }

    /// <summary>Makes an exception with a complete message of its own and its cause.</summary>
    public DataException(string message, Exception? inner) : base(message, inner) { }

    /// <summary>Makes an exception that says where the data is wrong.</summary>
    /// <param name="file">The file or folder, as the user would type it.</param>
    /// <param name="problem">What was expected and what came, without a full stop.</param>
    /// <param name="remedy">What to do, a sentence; null where the problem says it.</param>
    /// <param name="offset">Byte offset in the file (of the unpacked content where it is compressed); null where none is known.</param>
    /// <param name="inner">The cause, where another exception told of it.</param>
    public DataException(string file, string problem, string? remedy, long? offset = null, Exception? inner = null)
        : base(Compose(file, problem, remedy, offset), inner) => (File, Offset) = (file, offset);

    /// <summary>The file or folder that was refused; null where the problem is not in one.</summary>
    public string? File { get; }

    /// <summary>Byte offset of the problem; null where none is known.</summary>
    public long? Offset { get; }

    private static string Compose(string file, string problem, string? remedy, long? offset)
    {
        var text = new StringBuilder(file);
        if (offset is { } at) text.Append($", byte {at}");
        text.Append(": ").Append(problem).Append('.');
        if (remedy is not null) text.Append(' ').Append(remedy);
        return text.ToString();
    }
}
