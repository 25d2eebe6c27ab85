namespace L2BN.Lab.Shared;

/// <summary>A process that works for this one ended with an error of its own, or was killed.</summary>
/// <param name="code">Exit code of this process.</param>
/// <param name="message">What happened.</param>
internal sealed class WorkerException(int code, string message) : Exception(message)
{
    private const string Prefix = "l2bn: ";

    public int Code => code;

    /// <summary>With what the other process said on standard error.</summary>
    public static WorkerException FromProcess(int code, string errors)
    {
        int start = errors.IndexOf(Prefix, StringComparison.Ordinal);
        return new WorkerException(code, start < 0 ? errors : errors[(start + Prefix.Length)..]);
    }
}
