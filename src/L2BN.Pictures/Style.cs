using System.Xml.Linq;
using SkiaSharp;

namespace L2BN.Pictures;

/// <summary>How an element looks: what it inherits, below its own attributes, below the rules of the style sheet.</summary>
internal sealed class Style
{
    private static readonly string[] s_attributes =
    [
        "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap", "stroke-linejoin",
        "text-anchor",
    ];

    private readonly Dictionary<string, string> _values;

    private Style(Dictionary<string, string> values) => _values = values;

    /// <summary>That of the element around a picture.</summary>
    public static Style Initial { get; } = new([]);

    /// <summary>A transform of the style sheet; it is not inherited.</summary>
    public string? Transform { get; private init; }

    public bool IsBold => Text("font-weight") == "600";

    public bool StrokesFirst => Text("paint-order") == "stroke";

    public SKTextAlign Align => Text("text-anchor") switch
    {
        null or "start" => SKTextAlign.Left,
        "middle" => SKTextAlign.Center,
        "end" => SKTextAlign.Right,
        string other => throw new NotSupportedException($"Expected text-anchor start, middle or end, got '{other}'."),
    };

    /// <summary>The size of text: <c>font-size</c>, or the length that <c>font</c> begins with.</summary>
    public float FontSize =>
        (float)Lengths.Number((Text("font-size") ?? Text("font")!.Split(' ')[0]).Replace("px", "", StringComparison.Ordinal));

    /// <summary>The style of <paramref name="element"/> inside an element of this style.</summary>
    public Style Inherit(XElement element, StyleSheet sheet)
    {
        var values = new Dictionary<string, string>(_values);
        foreach (string name in s_attributes)
        {
            if (element.Attribute(name)?.Value is string value)
                values[name] = value;
        }

        foreach ((string name, string value) in sheet.Declarations(element))
            values[name] = value;
        values.Remove("transform", out string? transform);
        return new Style(values) { Transform = transform };
    }

    /// <summary>A color with its opacity; null for none.</summary>
    public SKColor? Color(string name, string absent)
    {
        string text = Text(name) ?? absent;
        return text == "none" ? null : SKColor.Parse(text).WithAlpha((byte)Math.Round(255 * Number($"{name}-opacity", 1)));
    }

    public float Number(string name, double absent) => Text(name) is string text ? (float)Lengths.Number(text) : (float)absent;

    public string? Text(string name)
    {
        string? value = _values.GetValueOrDefault(name);
        while (value?.StartsWith("var(", StringComparison.Ordinal) == true)
            value = _values.GetValueOrDefault(value[4..^1]);
        return value;
    }
}

/// <summary>Makes the paints of a style.</summary>
internal static class Pens
{
    /// <summary>The paint of an outline; null where there is none.</summary>
    public static SKPaint? Stroke(Style style)
    {
        if (style.Color("stroke", "none") is not SKColor color)
            return null;
        return new SKPaint
        {
            IsAntialias = true,
            Style = SKPaintStyle.Stroke,
            Color = color,
            StrokeWidth = style.Number("stroke-width", 1),
            StrokeCap = IsRound(style, "stroke-linecap", "butt") ? SKStrokeCap.Round : SKStrokeCap.Butt,
            StrokeJoin = IsRound(style, "stroke-linejoin", "miter") ? SKStrokeJoin.Round : SKStrokeJoin.Miter,
            PathEffect = Dashes(style.Text("stroke-dasharray")),
        };
    }

    /// <summary>The paint of an area; null where there is none.</summary>
    public static SKPaint? Fill(Style style) =>
        style.Color("fill", "#000") is SKColor color ? new SKPaint { IsAntialias = true, Style = SKPaintStyle.Fill, Color = color } : null;

    private static bool IsRound(Style style, string name, string initial) => style.Text(name) switch
    {
        "round" => true,
        string other when other != initial => throw new NotSupportedException($"Expected {name} {initial} or round, got '{other}'."),
        _ => false,
    };

    private static SKPathEffect? Dashes(string? text) =>
        text is null ? null : SKPathEffect.CreateDash([.. text.Split(' ').Select(length => (float)Lengths.Number(length))], 0);
}
