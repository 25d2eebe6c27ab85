using System.Text.RegularExpressions;

namespace L2BN.Reporting;

/// <summary>Keeps a number and its unit on one line.</summary>
internal static partial class Typography
{
    private const string Space = "\u00A0";

    public static string Bind(string text) => Relation().Replace(Unit().Replace(text, Space), $"p{Space}$1{Space}");

    [GeneratedRegex(@"(?<=\d) (?=%|seeds?\b|points\b)")]
    private static partial Regex Unit();

    [GeneratedRegex(@"\bp ([=<]) ")]
    private static partial Regex Relation();
}
