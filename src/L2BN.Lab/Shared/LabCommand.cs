using System.CommandLine;
using L2BN.Scalars;

namespace L2BN.Lab.Shared;

/// <summary>Makes commands of options and the code that runs with them.</summary>
internal static class LabCommand
{
    /// <summary>A command; <c>--json</c> is added to its options.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">One sentence for the help.</param>
    /// <param name="options">Its own options.</param>
    /// <param name="run">Runs it and returns the exit code.</param>
    /// <param name="complete">Adds what the command line leaves open, as from a configuration file; null for nothing.</param>
    public static Command Create<T>(
        string name,
        string description,
        OptionSet<T> options,
        Func<T, CancellationToken, int> run,
        Func<ParseResult, ParseResult>? complete = null)
        where T : CommandOptions, new()
    {
        OptionSet<T> all = new OptionSet<T>().Include(options)
            .Switch(o => o.Json, "--json", "Print the result as one line of JSON on standard output.");
        Command command = new(name, description);
        all.AddTo(command);
        command.SetAction(parse => LabHost.Guard(ct =>
        {
            ParseResult completed = complete?.Invoke(parse) ?? parse;
            return run(all.Read(completed) with { CommandLine = Text(completed) }, ct);
        }));
        return command;
    }

    private static string Text(ParseResult parse) => string.Join(' ', parse.Tokens.Select(token => Quote(token.Value)).Prepend("l2bn"));

    private static string Quote(string word) =>
        word.Length > 0 && word.All(c => char.IsLetterOrDigit(c) || "-_./,:=+%@#".Contains(c))
            ? word
            : "'" + word.Replace("'", "'\\''") + "'";
}
