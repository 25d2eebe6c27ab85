using System.Globalization;

namespace L2BN.Core;

/// <summary>
/// Numbers as texts, the same for every culture: an optional sign, digits, a point and an exponent. No separator of thousands is accepted:
/// with one, "0,1" would be 1.
/// </summary>
public static class NumberText
{
        /// <summary>Parses a finite number such as <c>0.1</c>, <c>-2</c> or <c>5e-4</c>; spaces around it are ignored.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The number; 0 where the text is none.</param>
    /// <returns>False where the text is no number, or NaN, or infinite.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out double value)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value))
            return true;
        value = 0;
        return false;
    }

    /// <summary>Parses a whole number; spaces around it are ignored.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The number; 0 where the text is none.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out int value) =>
        int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value);

    /// <summary>Parses a whole number; spaces around it are ignored.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The number; 0 where the text is none.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out long value) =>
        long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value);

    /// <summary>Parses digits alone, as file formats have them: no sign, no spaces.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The number; 0 where the text is none.</param>
    public static bool TryParseDigits(ReadOnlySpan<char> text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    /// <summary>Parses digits alone, as file formats have them: no sign, no spaces.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The number; 0 where the text is none.</param>
    public static bool TryParseDigits(ReadOnlySpan<char> text, out long value) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    /// <summary>Parses digits alone in ASCII bytes.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The number; 0 where the text is none.</param>
    public static bool TryParseDigits(ReadOnlySpan<byte> text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
