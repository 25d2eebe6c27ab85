using System.CommandLine;
using System.CommandLine.Parsing;

namespace L2BN.Lab.Commands;

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

    public static Option<double> Positive(string name, string description, double value) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => value,
        CustomParser = result => Parse<double>(result, v => v is > 0 and <= float.MaxValue, "a number above 0"),
    };

    private static T Parse<T>(ArgumentResult result, Func<T, bool> valid, string expected)
        where T : struct, IParsable<T>
    {
        string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (T.TryParse(text, null, out T value) && valid(value)) return value;
        result.AddError($"{((OptionResult)result.Parent!).Option.Name} expects {expected}; got '{text}'.");
        return default;
    }
}
