using System.CommandLine;

namespace L2BN.Lab.Shared;

/// <summary>Runs a command line and turns every way it can end into an exit code and at most one line of explanation.</summary>
internal static class LabHost
{
    public static int Run(RootCommand root, string[] args)
    {
        ParseResult parse = root.Parse(args);
        if (parse.Errors.Count > 0) return Complain(parse.Errors[0].Message, ExitCode.Usage, parse.CommandResult.Command);
        using var help = new StringWriter();
        int code = parse.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = help });
        Console.Out.Write(help.ToString().Replace(RootCommand.ExecutableName, "l2bn", StringComparison.Ordinal));
        return code;
    }

    /// <summary>Runs the body of a command; its exceptions become exit codes.</summary>
    public static int Guard(Func<Interruption, int> body)
    {
        using var interruption = new Interruption();
        try
        {
            return body(interruption);
        }
        catch (Exception e)
        {
            return Failures.Report(e, interruption);
        }
    }

    private static int Complain(string message, int code, Command command)
    {
        // Some messages list what is allowed line by line.
        string line = string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Console.Error.WriteLine($"l2bn: {line} See: l2bn {Words(command)}--help");
        return code;
    }

    private static string Words(Command command) =>
        command is RootCommand ? "" : $"{Words(command.Parents.OfType<Command>().First())}{command.Name} ";
}
