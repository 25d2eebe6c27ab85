using System.CommandLine;
using System.CommandLine.Parsing;

namespace L2BN.Lab.Commands;

/// <summary>Options with a default and a range that is checked while parsing.</summary>
internal static class CommonOptions
{
    public static Option<string> Text(string name, string description, string value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };

    public static Option<int> Whole(string name, string description, int value, int least) =>
        Checked(new Option<int>(name) { Description = description, DefaultValueFactory = _ => value }, n => n >= least, $"a whole number of at least {least}");

    public static Option<int?> WholeOrNone(string name, string description, int least) =>
        Checked(new Option<int?>(name) { Description = description }, n => n is null || n >= least, $"a whole number of at least {least}");

    public static Option<double> Positive(string name, string description, double value) =>
        Checked(new Option<double>(name) { Description = description, DefaultValueFactory = _ => value }, v => v > 0 && double.IsFinite(v), "a number above 0");

    private static Option<T> Checked<T>(Option<T> option, Func<T?, bool> valid, string expected)
    {
        option.Validators.Add(result => Check(result, valid, expected));
        return option;
    }

    private static void Check<T>(OptionResult result, Func<T?, bool> valid, string expected)
    {
        bool parsed = !result.Errors.Any() && valid(result.GetValueOrDefault<T>());
        if (!parsed) result.AddError($"{result.Option.Name} expects {expected}; got '{string.Join(' ', result.Tokens.Select(t => t.Value))}'.");
    }
}
