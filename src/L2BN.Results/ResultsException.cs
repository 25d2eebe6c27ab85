namespace L2BN.Results;

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
