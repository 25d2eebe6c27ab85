using System.Globalization;
using System.Text;

namespace L2BN.Data.Files;

/// <summary>Names of files and folders in messages.</summary>
internal static class FileName
{
    /// <summary>The name, and the code points of all characters beyond ASCII, which may look the same and differ: 'café' (c a f
    /// U+00E9).</summary>
    internal static string WithCodePoints(string name) =>
        Ascii.IsValid(name)
            ? $"'{SafeText.Line(name)}'"
            : $"'{SafeText.Line(name)}' ({string.Join(' ', name.EnumerateRunes().Select(CodePoint))})";

    /// <summary>Whether two different names look alike: the same characters as a reader sees them, except for the way that accents are
    /// encoded (Unicode normalization forms).</summary>
    internal static bool LookAlike(string a, string b)
    {
        string[] left = Characters(a),
            right = Characters(b);
        return a != b
            && left.Length == right.Length
            && left.Zip(right).All(pair => pair.First == pair.Second || DifferInAccent(pair.First, pair.Second));
    }

    private static string CodePoint(Rune rune) => rune.IsAscii && !Rune.IsControl(rune) ? rune.ToString() : $"U+{rune.Value:X4}";

    // One of the two spells the accent as a separate mark, the other as one character with it.
    private static bool DifferInAccent(string a, string b) => !Ascii.IsValid(a) && !Ascii.IsValid(b) && a.Length != b.Length;

    private static string[] Characters(string name)
    {
        List<string> characters = [];
        for (TextElementEnumerator element = StringInfo.GetTextElementEnumerator(name); element.MoveNext();)
            characters.Add(element.GetTextElement());
        return [.. characters];
    }
}
