namespace L2BN.Reporting;

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
            svg.TextElement("text", ClassName.Short(row.Label), ("class", "tick"), ("x", LabelWidth - 8), ("y", top + row.Height / 2 + 4), ("text-anchor", "end"));
            DrawPlace(svg, top, row.Height, row.Draw);
            top += row.Height;
        }

        DrawPlace(svg, top, AxisHeight, place => Strip.Labels(place, 14));
    }

    private void DrawPlace(Markup svg, double top, double height, Action<Markup> draw)
    {
        using var place = svg.Element("svg", ("x", LabelWidth), ("y", top), ("width", Width - LabelWidth), ("height", height));
        draw(svg);
    }
}

/// <summary>One strip: its name, its height, and how it is drawn into an open <c>svg</c> of that height.</summary>
internal sealed record StripRow(string Label, double Height, Action<Markup> Draw);
