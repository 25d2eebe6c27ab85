using System.CommandLine.Parsing;
using System.Globalization;
using L2BN.Scalars;

namespace L2BN.Lab.Shared;

/// <summary>Which numbers an option takes, and the words for them.</summary>
/// <param name="Contains">Whether a number is one of them.</param>
/// <param name="Text">For messages, after "expected".</param>
internal sealed record NumberRange(Func<double, bool> Contains, string Text)
{
    /// <summary>Above 0, and no more than a float32 can be.</summary>
    public static NumberRange Positive { get; } = new(value => value is > 0 and <= float.MaxValue, "a number above 0");

    public static NumberRange AtLeastZero { get; } = new(value => value is >= 0 and <= float.MaxValue, "a number of at least 0");

    public static NumberRange Share { get; } = new(value => value is >= 0 and <= 1, "a number from 0 to 1");

    public static NumberRange Between(double least, double most) =>
        new(value => value >= least && value <= most, $"a number from {least} to {most}");
}

/// <summary>Reads the text that follows an option; what is wrong becomes an error of the command line.</summary>
internal static class OptionValue
{
    public static int Whole(ArgumentResult result, int least)
    {
        string text = Text(result);
        if (NumberText.TryParse(text, out int value) && value >= least)
            return value;
        return Refuse<int>(result, $"a whole number of at least {least}", text);
    }

    public static IReadOnlyList<int> Wholes(ArgumentResult result, string expected, int least)
    {
        string text = string.Join(',', result.Tokens.Select(token => token.Value));
        int?[] values =
        [
            .. text.Split(',').Select(word => NumberText.TryParse(word, out int value) && value >= least ? value : (int?)null),
        ];
        return values.All(value => value is not null) ? [.. values.OfType<int>().Distinct()] : Refuse<int[]>(result, expected, text) ?? [];
    }

    public static double Number(ArgumentResult result, NumberRange range)
    {
        string text = Text(result);
        if (NumberText.TryParse(text, out double value) && range.Contains(value))
            return value;
        string hint = text.Contains(',', StringComparison.Ordinal) ? "; write a decimal point, not a comma" : "";
        return Refuse<double>(result, range.Text, text, hint);
    }

    public static string Word(ArgumentResult result, IReadOnlyList<string> words)
    {
        string text = Text(result);
        return words.Contains(text) ? text : Refuse<string>(result, $"one of {string.Join(", ", words)}", text) ?? "";
    }

    /// <summary>A value as a text that reads back as the same value; empty for none.</summary>
    public static string Text(object? value) =>
        value switch
        {
            null => "",
            bool flag => flag ? "true" : "false",
            double number => number.ToString("R", CultureInfo.InvariantCulture),
            int number => number.ToString(CultureInfo.InvariantCulture),
            IEnumerable<int> list => string.Join(',', list),
            IEnumerable<string> list => string.Join(',', list),
            string text => text,
            _ => throw new ArgumentOutOfRangeException(
                nameof(value),
                value,
                $"Expected a number, a text, a flag or a list, got {value.GetType()}; add its form here."),
        };

    private static string Text(ArgumentResult result) => result.Tokens.Count == 1 ? result.Tokens[0].Value : "";

    private static TValue? Refuse<TValue>(ArgumentResult result, string expected, string text, string hint = "")
    {
        result.AddError($"{((OptionResult)result.Parent!).Option.Name}: expected {expected}, got '{text}'{hint}.");
        return default;
    }
}
