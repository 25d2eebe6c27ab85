using System.Globalization;
using System.Text;

namespace L2BN.Core;

/// <summary>
/// Texts from files, such as names of classes and files, in a form that is safe to print: characters that move a terminal's cursor, change
/// the direction of text or cannot be seen become escapes such as <c>\x1b</c>, <c>\n</c> and <c>\u202e</c>.
/// </summary>
/// <remarks>The joiners U+200C and U+200D are printed: names in several scripts need them.</remarks>
public static class SafeText
{
    /// <summary>A text that takes one line: line ends and tabs are escaped too.</summary>
    /// <param name="text">Any text.</param>
    public static string Line(string text) => Escape(text, keepLineEnds: false);

    /// <summary>A text of several lines: line ends stay.</summary>
    /// <param name="text">Any text.</param>
    public static string Lines(string text) => Escape(text, keepLineEnds: true);

    private static string Escape(string text, bool keepLineEnds)
    {
        ArgumentNullException.ThrowIfNull(text);
        StringBuilder? safe = null;
        for (int i = 0; i < text.Length;)
        {
            bool valid = Rune.TryGetRuneAt(text, i, out Rune rune);
            int length = valid ? rune.Utf16SequenceLength : 1;
            bool plain = valid && (IsPlain(rune) || (keepLineEnds && IsLineEnd(text, i)));
            if (!plain)
                (safe ??= new StringBuilder(text, 0, i, text.Length + 16)).Append(EscapeOf(valid ? rune.Value : text[i]));
            else
                safe?.Append(text, i, length);
            i += length;
        }

        return safe?.ToString() ?? text;
    }

    private static bool IsPlain(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        UnicodeCategory.Format => rune.Value is 0x200C or 0x200D,
        _ => true,
    };

    private static bool IsLineEnd(string text, int i) => text[i] == '\n' || (text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n');

    private static string EscapeOf(int value) => value switch
    {
        '\n' => @"\n",
        '\r' => @"\r",
        '\t' => @"\t",
        < 0x100 => $@"\x{value:x2}",
        < 0x10000 => $@"\u{value:x4}",
        _ => $@"\U{value:x8}",
    };
}
