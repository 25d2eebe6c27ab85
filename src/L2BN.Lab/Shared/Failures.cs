using L2BN.Data;
using L2BN.Formats;
using L2BN.Pictures;
using L2BN.Results;
using L2BN.Training;

namespace L2BN.Lab.Shared;

/// <summary>Says what went wrong in one line and with which exit code.</summary>
internal static class Failures
{
    public static int Report(Exception failure, Interruption interruption)
    {
        int code = Code(failure, interruption);
        Console.Error.WriteLine($"l2bn: {Text(failure, code)}");
        return code;
    }

    private static int Code(Exception failure, Interruption interruption) => failure switch
    {
        OperationCanceledException => interruption.Code,
        UsageException => ExitCode.Usage,
        DataException or ResultsException or FileFormatException or PictureException => ExitCode.Refused,
        DivergedException => ExitCode.Diverged,
        _ => ExitCode.Failed,
    };

    private static string Text(Exception failure, int code) => code switch
    {
        // Where something was kept, the command says so, in an exception around the token's own.
        ExitCode.Interrupted or ExitCode.Terminated => failure.InnerException is null ? "Stopped." : failure.Message,
        ExitCode.Failed => $"Unexpected failure ({failure.GetType().Name}): {failure.Message}{Environment.NewLine}{failure.StackTrace}",
        _ => failure.Message,
    };
}
