using System.CommandLine;
using System.CommandLine.Help;
using L2BN.Data;
using L2BN.Experiments;
using L2BN.Formats;
using L2BN.Onnx;
using L2BN.Pictures;
using L2BN.Results;
using L2BN.Training;

namespace L2BN.Lab.Shared;

/// <summary>Runs a command line and turns every way it can end into an exit code and at most one line of explanation.</summary>
internal static class LabHost
{
    // Narrower terminals break words apart.
    private const int LeastWidth = 40;

    /// <summary>How command lines are parsed: a value such as <c>@/etc/passwd</c> is a text, not the file of that name, since values
    /// also come from untrusted configuration files.</summary>
    public static ParserConfiguration Parsing { get; } = new() { ResponseFileTokenReplacer = null };

    /// <param name="createRoot">Makes the commands.</param>
    /// <param name="args">The command line.</param>
    public static int Run(Func<RootCommand> createRoot, string[] args)
    {
        Interruption.Listen();
        Terminal.ProtectStandardError();
        RootCommand root = createRoot();
        ParseResult parse = root.Parse(args, Parsing);
        if (parse.Errors.Count > 0)
            return RefuseUsage(parse.Errors[0].Message, parse.CommandResult.Command);
        using StringWriter help = new();
        InvocationConfiguration configuration = new()
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
            Output = help,
        };
        SetHelpWidth(root);
        int code = parse.Invoke(configuration);
        return help.GetStringBuilder().Length == 0 ? code : Guard(_ =>
        {
            StandardOutput.Write(help.ToString().Replace(RootCommand.ExecutableName, "l2bn", StringComparison.Ordinal));
            return code;
        });
    }

    /// <summary>Runs the body of a command; its exceptions become exit codes.</summary>
    public static int Guard(Func<CancellationToken, int> body)
    {
        try
        {
            Interruption.Token.ThrowIfCancellationRequested();
            return body(Interruption.Token);
        }
        catch (Exception failure)
        {
            int code = Code(failure);
            Terminal.WriteLines($"l2bn: {Text(failure, code)}");
            return code;
        }
    }

    private static void SetHelpWidth(RootCommand root)
    {
        foreach (HelpAction help in root.Options.Select(option => option.Action).OfType<HelpAction>())
            help.MaxWidth = Console.IsOutputRedirected ? int.MaxValue : Math.Max(LeastWidth, Terminal.Width);
    }

    private static int Code(Exception failure) => failure switch
    {
        OperationCanceledException => Interruption.Code,
        UsageException or BatchSizeException or ArmException => ExitCode.Usage,
        DataException or ResultsException or FileFormatException or PictureException or OnnxExportException => ExitCode.Refused,
        DivergedException => ExitCode.Diverged,
        WorkerException worker => worker.Code,
        _ => ExitCode.Failed,
    };

    private static string Text(Exception failure, int code) =>
        code switch
        {
            // Where something was saved, the command says so, in an exception around the token's own.
            ExitCode.Interrupted or ExitCode.Terminated => failure.InnerException is null ? "Stopped." : SafeText.Line(failure.Message),
            ExitCode.Failed when failure is WorkerException => failure.Message,
            ExitCode.Failed =>
                $"Unexpected failure ({failure.GetType().Name}): {SafeText.Line(failure.Message)}{Environment.NewLine}{failure.StackTrace}",
            _ => SafeText.Line(failure.Message),
        };

    private static int RefuseUsage(string message, Command command)
    {
        // Some messages of the parser list what is allowed line by line.
        string line = string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Terminal.WriteLine($"l2bn: {line} See: l2bn {Words(command)}--help");
        return ExitCode.Usage;
    }

    private static string Words(Command command) =>
        command is RootCommand ? "" : $"{Words(command.Parents.OfType<Command>().First())}{command.Name} ";
}
