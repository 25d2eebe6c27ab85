using L2BN.Results;

namespace L2BN.Lab.Shared;

/// <summary>Standard output: the one line of JSON that <c>--json</c> prints, or another text that an option requests.</summary>
internal static class StandardOutput
{
    /// <summary>Prints a record as one line.</summary>
    /// <param name="wanted">Whether <c>--json</c> was given; nothing is printed otherwise.</param>
    /// <param name="record">Makes the record.</param>
    /// <exception cref="ResultsException">It cannot be written, as on a full disk.</exception>
    public static void PrintJson<T>(bool wanted, Func<T> record)
        where T : class
    {
        if (wanted)
            Write(ResultsJson.Serialize(record()) + Environment.NewLine);
    }

    /// <summary>Writes a text.</summary>
    /// <exception cref="ResultsException">It cannot be written, as on a full disk.</exception>
    public static void Write(string text)
    {
        try
        {
            Console.Out.Write(text);
            Console.Out.Flush();
        }
        catch (IOException error)
        {
            string message = error.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ');
            throw new ResultsException($"Cannot write to standard output: {message}. Redirect it to a disk with free space.", error);
        }
    }
}
