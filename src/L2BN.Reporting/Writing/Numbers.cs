using System.Globalization;

namespace L2BN.Reporting.Writing;

/// <summary>How numbers are written for people: fixed decimals, a true minus sign, a dash for what does not exist.</summary>
internal static class Numbers
{
    /// <summary>Stands for a number that does not exist.</summary>
    public const string Missing = "–";

    /// <summary>A coordinate of a picture: at most two decimals, never in scientific form.</summary>
    public static string Coordinate(double value) => Plain(Math.Round(value, 2) + 0.0, "0.##");

    public static string Fixed(double? value, int decimals) => value is double number && double.IsFinite(number)
        ? Plain(Rounded(number, decimals), $"F{decimals}").Replace('-', '\u2212')
        : Missing;

    /// <summary>With a sign in front, except for what rounds to zero.</summary>
    public static string Signed(double? value, int decimals)
    {
        bool positive = value is double number && double.IsFinite(number) && Rounded(number, decimals) > 0;
        return positive ? "+" + Fixed(value, decimals) : Fixed(value, decimals);
    }

    /// <summary>A short power of ten: at most so many decimals, <c>1.5e−7</c>.</summary>
    public static string Scientific(double value, int decimals) => value == 0 ? "0" : Plain(value, $"0.{new string('#', decimals)}e+0")
        .Replace("e+", "e", StringComparison.Ordinal).Replace('-', '\u2212');

    /// <summary>An interval in words, <c>−0.40 to 1.02</c>.</summary>
    public static string Interval(IReadOnlyList<double>? ends, int decimals) =>
        ends is [double low, double high] && double.IsFinite(low + high) ? $"{Signed(low, decimals)} to {Signed(high, decimals)}" : Missing;

    /// <summary>A p-value: two decimals from 0.1 on, three below, and below 0.001 only that.</summary>
    public static string P(double? p) => p switch
    {
        null or double.NaN => Missing,
        < 0.001 => "< 0.001",
        < 0.0995 => Fixed(p, 3),
        _ => Fixed(p, 2),
    };

    public static string Milliseconds(double? value) => Fixed(value, value < 10 ? 2 : 1);

    public static string Mebibytes(double bytes) => Fixed(bytes / (1 << 20), 0);

    public static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 60 } => $"{Fixed(time.TotalSeconds, 1)} s",
        { TotalHours: < 1 } => $"{time.Minutes} min {time.Seconds} s",
        _ => $"{(int)time.TotalHours} h {time.Minutes} min",
    };

    /// <summary>The number as a program reads it back, exactly; null where it does not exist.</summary>
    public static string? Exact(double? value) =>
        value is double number && double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : null;

    private static string Plain(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    // Adding zero turns −0 into 0: a difference that rounds to nothing has no sign.
    private static double Rounded(double value, int decimals) => Math.Round(value, decimals, MidpointRounding.AwayFromZero) + 0.0;
}
