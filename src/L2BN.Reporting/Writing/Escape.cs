using System.Text;

namespace L2BN.Reporting;

/// <summary>Makes any string safe as text or as a quoted attribute of HTML and SVG.</summary>
internal static class Escape
{
    public static string Markup(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes()) Append(safe, rune);
        return safe.ToString();
    }

    // EnumerateRunes has turned lone surrogates into U+FFFD; control characters, which XML forbids, get the same.
    private static void Append(StringBuilder safe, Rune rune) => _ = rune.Value switch
    {
        '&' => safe.Append("&amp;"),
        '<' => safe.Append("&lt;"),
        '>' => safe.Append("&gt;"),
        '"' => safe.Append("&quot;"),
        '\'' => safe.Append("&#39;"),
        '\t' or '\n' => safe.Append((char)rune.Value),
        < 0x20 or (>= 0x7F and < 0xA0) or 0xFFFE or 0xFFFF => safe.Append('\uFFFD'),
        _ => safe.Append(rune.ToString()),
    };
}
