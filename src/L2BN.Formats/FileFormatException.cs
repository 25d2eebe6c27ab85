namespace L2BN.Formats;

/// <summary>A file that breaks its format: which file, at which byte, and which rule. Nothing else escapes the readers of this room.</summary>
public sealed class FileFormatException : Exception
{
    /// <summary>Makes an exception that says where a file is wrong.</summary>
    /// <param name="file">The file, as the user would type it.</param>
    /// <param name="offset">Byte offset of the problem; null where it is not at one place.</param>
    /// <param name="problem">What was expected and what came, without a full stop.</param>
    /// <param name="inner">The cause, where another exception told of it.</param>
    public FileFormatException(string file, long? offset, string problem, Exception? inner = null)
        : base(offset is { } at ? $"{file}, byte {at}: {problem}." : $"{file}: {problem}.", inner) => (File, Offset, Problem) = (file, offset, problem);

    /// <summary>The file that was refused.</summary>
    public string File { get; }

    /// <summary>Byte offset of the problem; null where it is not at one place.</summary>
    public long? Offset { get; }

    /// <summary>What was expected and what came.</summary>
    public string Problem { get; }
}
