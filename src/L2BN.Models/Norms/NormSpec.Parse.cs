using System.Globalization;

namespace L2BN.Models.Norms;

public sealed partial record NormSpec
{
    /// <summary>Reads one norm: <c>name</c> or <c>name(option=value,…)</c>.</summary>
    /// <exception cref="ArgumentException">Unknown norm or option, or a value out of range; the message lists what exists.</exception>
    public static NormSpec Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int open = text.IndexOf('(', StringComparison.Ordinal);
        var spec = new NormSpec { Name = (open < 0 ? text : text[..open]).Trim() };
        return open < 0 ? spec : spec.WithOptions(Inside(text, open));
    }

    /// <summary>Reads a list such as <c>bn,l2bn(eps=1e-3,momentum=0.01)</c>; commas inside parentheses belong to the options.</summary>
    /// <exception cref="ArgumentException">The list or one of its items is empty, or an item is not a norm.</exception>
    public static IReadOnlyList<NormSpec> ParseList(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. SplitOutsideParentheses(text).Select(Parse)];
    }

    /// <summary>The canonical text: what <see cref="Parse"/> reads back to an equal value.</summary>
    public override string ToString()
    {
        IEnumerable<(string option, double? value)> options =
            NormKind.Find(Name).Options.Select(option => (option, value: Get(option))).Where(pair => pair.value is not null);
        string list = string.Join(',', options.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.option}={pair.value}")));
        return list.Length == 0 ? Name : $"{Name}({list})";
    }

    private NormSpec WithOptions(string text)
    {
        NormSpec spec = this;
        foreach (string item in text.Split(',', StringSplitOptions.TrimEntries))
            spec = spec.WithOption(item);
        return spec;
    }

    private NormSpec WithOption(string item)
    {
        if (item.Split('=', StringSplitOptions.TrimEntries) is not [{ Length: > 0 } option, { Length: > 0 } value])
            throw new ArgumentException($"Expected option=value in the parentheses of norm '{Name}', got '{item}'; "
                + $"write numbers with a decimal point. {OptionList()}");
        if (!Has(option))
            throw new ArgumentException($"Norm '{Name}' has no option '{option}'. {OptionList()}");
        if (Get(option) is not null)
            throw new ArgumentException($"Expected option '{option}' of norm '{Name}' once, got it twice.");
        return With(option, value);
    }

    private double? Get(string option) => option switch
    {
        "eps" => Eps,
        "momentum" => Momentum,
        "norm_eps" => NormEps,
        "groups" => Groups,
        _ => throw UnknownOption(option),
    };

    private NormSpec With(string option, string value) => option switch
    {
        "eps" => this with { Eps = Number(option, value) },
        "momentum" => this with { Momentum = Number(option, value) },
        "norm_eps" => this with { NormEps = Number(option, value) },
        "groups" => this with { Groups = Whole(option, value) },
        _ => throw UnknownOption(option),
    };

    /// <summary>For options of the table of norms that this class does not know.</summary>
    private static ArgumentOutOfRangeException UnknownOption(string option) =>
        new(nameof(option), option, "Expected eps, momentum, norm_eps or groups.");

    private static double Number(string option, string value) =>
        NumberText.TryParse(value, out double number)
            ? number : throw new ArgumentException($"Option '{option}' of a norm: expected a finite number, got '{value}'.");

    private static int Whole(string option, string value) =>
        NumberText.TryParse(value, out int number)
            ? number : throw new ArgumentException($"Option '{option}' of a norm: expected a whole number, got '{value}'.");

    private string OptionList() =>
        NormKind.Find(Name).Options is { Count: > 0 } options ? $"Its options: {string.Join(", ", options)}." : "It has no options.";

    private static string Inside(string text, int open)
    {
        string trimmed = text.TrimEnd();
        bool match = trimmed.IndexOf(')', StringComparison.Ordinal) == trimmed.Length - 1 && trimmed.LastIndexOf('(') == open;
        if (!match)
            throw new ArgumentException($"Expected a norm as name(option=value,…), got '{text.Trim()}', whose parentheses do not match.");
        return trimmed[(open + 1)..^1];
    }

    private static IEnumerable<string> SplitOutsideParentheses(string text)
    {
        int start = 0, depth = 0;
        for (int i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (text[i] != ',' || depth > 0)
                continue;
            yield return text[start..i];
            start = i + 1;
        }
        yield return text[start..];
    }
}
