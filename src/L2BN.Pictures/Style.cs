using System.Xml.Linq;
using SkiaSharp;

namespace L2BN.Pictures;

/// <summary>How an element looks: what it inherits, below its own attributes, below the rules of the style sheet.</summary>
internal sealed class Style
{
    private static readonly string[] s_attributes =
        ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "text-anchor"];

    private readonly Dictionary<string, string> _values;

    private Style(Dictionary<string, string> values) => _values = values;

    /// <summary>That of the element around a picture.</summary>
    public static Style Initial { get; } = new([]);

    /// <summary>A transform of the style sheet; it is not inherited.</summary>
    public string? Transform { get; private init; }

    public bool IsBold => Text("font-weight") == "600";

    public bool StrokesFirst => Text("paint-order") == "stroke";

    public SKTextAlign Align => Text("text-anchor") switch { "middle" => SKTextAlign.Center, "end" => SKTextAlign.Right, _ => SKTextAlign.Left };

    /// <summary>The size of text: <c>font-size</c>, or the length that <c>font</c> begins with.</summary>
    public float FontSize => (float)Lengths.Number((Text("font-size") ?? Text("font")!.Split(' ')[0]).Replace("px", "", StringComparison.Ordinal));

    /// <summary>The style of <paramref name="element"/> inside an element of this style.</summary>
    public Style Of(XElement element, StyleSheet sheet)
    {
        var values = new Dictionary<string, string>(_values);
        foreach (string name in s_attributes)
        {
            if (element.Attribute(name)?.Value is string value) values[name] = value;
        }

        foreach ((string name, string value) in sheet.Of(element)) values[name] = value;
        values.Remove("transform", out string? transform);
        return new Style(values) { Transform = transform };
    }

    /// <summary>A colour with its opacity; null for none.</summary>
    public SKColor? Colour(string name, string absent)
    {
        string text = Text(name) ?? absent;
        return text == "none" ? null : SKColor.Parse(text).WithAlpha((byte)Math.Round(255 * Number($"{name}-opacity", 1)));
    }

    public float Number(string name, double absent) => Text(name) is string text ? (float)Lengths.Number(text) : (float)absent;

    public string? Text(string name)
    {
        string? value = _values.GetValueOrDefault(name);
        while (value?.StartsWith("var(", StringComparison.Ordinal) == true) value = _values.GetValueOrDefault(value[4..^1]);
        return value;
    }
}
