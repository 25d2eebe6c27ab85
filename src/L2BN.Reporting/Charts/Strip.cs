namespace L2BN.Reporting;

/// <summary>
/// A picture of one line, as wide as its place: positions are percentages, so text and marks keep their size on every screen.
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
        if (!double.IsFinite(value)) return;
        using var place = svg.Element("svg", ("x", At(value)), ("y", y), ("overflow", "visible"));
        using var marker = svg.Element("path", ("class", ArmStyle.Class(arm, kind)), ("d", ArmStyle.Marker(arm)));
        svg.TextElement("title", title);
    }
}
