using System.CommandLine;
using System.CommandLine.Parsing;
using L2BN.Pictures;

namespace L2BN.Lab.Shared;

/// <summary>Options with a default and a range that is checked while parsing.</summary>
internal static class CommonOptions
{
    public static Option<string> Text(string name, string description, string value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };

    public static Option<int> Whole(string name, string description, int value, int least) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => value,
        CustomParser = result => Parse<int>(result, n => n >= least, $"a whole number of at least {least}"),
    };

    public static Option<int?> WholeOrNone(string name, string description, int least) => new(name)
    {
        Description = description,
        CustomParser = result => Parse<int>(result, n => n >= least, $"a whole number of at least {least}"),
    };

    public static Option<int[]> WholeList(string name, string description, int least) => new(name)
    {
        Description = description,
        CustomParser = result => ParseList(result, least),
    };

    public static Option<double> Positive(string name, string description, double value) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => value,
        CustomParser = result => Parse<double>(result, v => v is > 0 and <= float.MaxValue, "a number above 0"),
    };

    public static Option<double> AtLeastZero(string name, string description, double value) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => value,
        CustomParser = result => Parse<double>(result, v => v is >= 0 and <= float.MaxValue, "a number of at least 0"),
    };

    public static Option<double> Share(string name, string description, double value) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => value,
        CustomParser = result => Parse<double>(result, v => v is >= 0 and <= 1, "a number from 0 to 1"),
    };

    public static Option<bool> Switch(string name, string description, bool value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };

    public static Option<string> Choice(string name, string description, params string[] values)
    {
        Option<string> option = Text(name, description, values[0]);
        option.HelpName = string.Join('|', values);
        option.CompletionSources.Add(values);
        option.CustomParser = result =>
        {
            string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (!values.Contains(text)) result.AddError($"{name} expects one of {string.Join(", ", values)}; got '{text}'.");
            return text;
        };
        return option;
    }

    public static Option<double?> PositiveOrNone(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result => Parse<double>(result, v => v is > 0 and <= float.MaxValue, "a number above 0"),
    };

    public static Option<double> PngScale() => new("--scale")
    {
        Description = "Pixels of a PNG per unit; pictures are 368 units wide.",
        DefaultValueFactory = _ => PngPicture.DefaultScale,
        CustomParser = result => Parse<double>(result, v => v is >= 0.1 and <= 50, "a number from 0.1 to 50"),
    };

    private static int[] ParseList(ArgumentResult result, int least)
    {
        string text = string.Join(',', result.Tokens.Select(token => token.Value));
        string[] words = text.Split(',', StringSplitOptions.TrimEntries);
        int[] values = [.. words.Select(word => int.TryParse(word, null, out int value) ? value : int.MinValue)];
        if (values.All(value => value >= least)) return [.. values.Distinct()];
        result.AddError($"{((OptionResult)result.Parent!).Option.Name} expects whole numbers of at least {least}, separated by commas; got '{text}'.");
        return [];
    }

    private static T Parse<T>(ArgumentResult result, Func<T, bool> valid, string expected)
        where T : struct, IParsable<T>
    {
        string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (T.TryParse(text, null, out T value) && valid(value)) return value;
        result.AddError($"{((OptionResult)result.Parent!).Option.Name} expects {expected}; got '{text}'.");
        return default;
    }
}
