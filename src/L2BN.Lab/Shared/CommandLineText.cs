using System.CommandLine;

namespace L2BN.Lab.Shared;

/// <summary>The command line as a person would type it again.</summary>
internal static class CommandLineText
{
    public static string Of(ParseResult parse) => string.Join(' ', parse.Tokens.Select(t => Quote(t.Value)).Prepend("l2bn"));

    private static string Quote(string word) =>
        word.Length > 0 && word.All(c => char.IsLetterOrDigit(c) || "-_./,:=+%@#".Contains(c)) ? word : "'" + word.Replace("'", "'\\''") + "'";
}
