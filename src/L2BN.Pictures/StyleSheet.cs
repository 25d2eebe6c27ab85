using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace L2BN.Pictures;

/// <summary>
/// The style sheet of a chart, as far as charts use CSS: rules for an element or for classes, the later winning; variables; of media only
/// print, because a file has no dark mode.
/// </summary>
internal sealed partial class StyleSheet
{
    private readonly List<(string Element, string[] Classes, (string Name, string Value)[] Declarations)> _rules = [];

    public StyleSheet(XElement svg)
    {
        foreach (XElement style in svg.Elements().Where(element => element.Name.LocalName == "style"))
            Read(style.Value);
    }

    /// <summary>What the rules say of an element, in their order.</summary>
    public IEnumerable<(string Name, string Value)> Declarations(XElement element)
    {
        string[] classes = element.Attribute("class")?.Value.Split(' ') ?? [];
        string name = element.Parent is null ? ":root" : element.Name.LocalName;
        return _rules.Where(rule => Applies(rule.Element, rule.Classes, name, classes)).SelectMany(rule => rule.Declarations);
    }

    private static bool Applies(string element, string[] wanted, string name, string[] classes) =>
        (element.Length == 0 || element == name) && wanted.All(classes.Contains);

    private void Read(string css)
    {
        foreach (Match block in Blocks().Matches(css))
        {
            string media = block.Groups["media"].Value;
            if (media.Length > 0 && media.Trim() != "print")
                continue;
            foreach (Match rule in Rules().Matches(block.Groups["rules"].Value))
                Add(rule.Groups["selectors"].Value, rule.Groups["body"].Value);
        }
    }

    // Every picture is one svg, so of "svg .tick" only the last part tells elements apart.
    private void Add(string selectors, string body)
    {
        (string, string)[] declarations =
        [
            .. DeclarationPattern().Matches(body).Select(m => (m.Groups["name"].Value, m.Groups["value"].Value.Trim())),
        ];
        foreach (string selector in selectors.Split(',', StringSplitOptions.TrimEntries))
        {
            string[] parts = selector.Split(' ')[^1].Split('.');
            _rules.Add((parts[0], parts[1..], declarations));
        }
    }

    [GeneratedRegex(@"@media\s*(?<media>[^{]*)\{(?<rules>(?:[^{}]*\{[^{}]*\})*)\s*\}|(?<rules>[^{}@]+\{[^{}]*\})")]
    private static partial Regex Blocks();

    [GeneratedRegex(@"(?<selectors>[^{}]+)\{(?<body>[^{}]*)\}")]
    private static partial Regex Rules();

    [GeneratedRegex(@"(?<name>[\w-]+)\s*:\s*(?<value>[^;]+)")]
    private static partial Regex DeclarationPattern();
}
