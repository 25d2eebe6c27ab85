using L2BN.Reporting.Tables;
using L2BN.Reporting.Writing;

namespace L2BN.Reporting.Charts;

/// <summary>Strips of a table as one picture: a named row each, above a common axis.</summary>
internal sealed class StripChart : Chart
{
    private const double LabelWidth = 74;
    private const double AxisHeight = 22;

    /// <summary>The common axis.</summary>
    public required Strip Strip { get; init; }

    /// <summary>From top to bottom.</summary>
    public required IReadOnlyList<StripRow> Rows { get; init; }

    internal override double Height => Rows.Sum(row => row.Height) + AxisHeight;

    internal override void Draw(Markup svg)
    {
        double top = 0;
        foreach (StripRow row in Rows)
        {
            svg.TextElement(
                "text",
                ClassName.Short(row.Label),
                ("class", "tick"),
                ("x", LabelWidth - 8),
                ("y", top + row.Height / 2 + 4),
                ("text-anchor", "end"));
            DrawAt(svg, top, row.Height, row.Draw);
            top += row.Height;
        }

        DrawAt(svg, top, AxisHeight, axis => Strip.Labels(axis, 14));
    }

    private void DrawAt(Markup svg, double top, double height, Action<Markup> draw)
    {
        using Markup.Scope nested = svg.Element("svg", ("x", LabelWidth), ("y", top), ("width", Width - LabelWidth), ("height", height));
        draw(svg);
    }
}

/// <summary>One strip: its name, its height, and how it is drawn into an open <c>svg</c> of that height.</summary>
internal sealed record StripRow(string Label, double Height, Action<Markup> Draw);

/// <summary>
/// A chart of one row, as wide as its container: positions are percentages, so text and marks have the same size on every screen.
/// </summary>
internal sealed class Strip
{
    // In percent of the width, on a narrow screen.
    private const double MarkWidth = 1.5;
    private readonly Axis _axis;

    public Strip(IEnumerable<double> values, int intervals = 4) => _axis = Axis.Linear(values, 4, 96, intervals);

    public IReadOnlyList<Tick> Ticks => _axis.Ticks;

    public string At(double value) => $"{Numbers.Coordinate(_axis.At(value))}%";

    /// <summary>True where marks of the two values would lie on each other.</summary>
    public bool Covers(double? a, double? b) => a is double x && b is double y && Math.Abs(_axis.At(x) - _axis.At(y)) < MarkWidth;

    public string Width(double from, double to) => $"{Numbers.Coordinate(_axis.At(to) - _axis.At(from))}%";

    /// <summary>The head of a column of strips: a title for screen readers, and the labels of the axis.</summary>
    public TableCell Head(string title) => TableCell.FromPlot(page =>
    {
        page.TextElement("span", title, ("class", "unseen"));
        using Markup.Scope svg = Open(page, 18);
        Labels(page, 13);
    });

    /// <summary>A cell with one row's strip.</summary>
    public static TableCell Row(double height, Action<Markup> draw) => TableCell.FromPlot(page =>
    {
        using Markup.Scope svg = Open(page, height);
        draw(page);
    });

    /// <summary>Opens the picture of one row; decoration, because the numbers stand beside it.</summary>
    public static Markup.Scope Open(Markup page, double height) => page.Element(
        "svg", ("class", "strip"), ("width", "100%"), ("height", height), ("aria-hidden", "true"), ("focusable", "false"));

    public void Grid(Markup svg)
    {
        foreach (Tick tick in Ticks)
            svg.VoidElement("line", ("class", "grid"), ("x1", At(tick.Value)), ("x2", At(tick.Value)), ("y1", "0"), ("y2", "100%"));
    }

    public void Labels(Markup svg, double y)
    {
        foreach (Tick tick in Ticks)
            svg.TextElement("text", tick.Label, ("class", "tick"), ("x", At(tick.Value)), ("y", y), ("text-anchor", "middle"));
    }

    public void Bar(Markup svg, string kind, double from, double to, double y) =>
        svg.VoidElement("line", ("class", kind), ("x1", At(from)), ("x2", At(to)), ("y1", y), ("y2", y));

    public void Marker(Markup svg, string kind, int arm, double value, double y, string title)
    {
        if (!double.IsFinite(value))
            return;
        using Markup.Scope origin = svg.Element("svg", ("x", At(value)), ("y", y), ("overflow", "visible"));
        using Markup.Scope marker = svg.Element("path", ("class", ArmStyle.Class(arm, kind)), ("d", ArmStyle.Marker(arm)));
        svg.TextElement("title", title);
    }
}
