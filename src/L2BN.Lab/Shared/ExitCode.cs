namespace L2BN.Lab.Shared;

/// <summary>Exit codes of <c>l2bn</c>; part of its contract.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int Refused = 3;
    public const int Diverged = 4;
    public const int RequirementNotMet = 5;
    public const int Interrupted = 130;
    public const int Terminated = 143;
}

/// <summary>The command line names something that does not exist; the message says what does.</summary>
internal sealed class UsageException(string message) : Exception(message);
