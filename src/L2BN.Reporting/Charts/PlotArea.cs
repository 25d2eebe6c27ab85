namespace L2BN.Reporting;

/// <summary>The rectangle of a chart that holds data: draws grid, axes and tick labels around it.</summary>
internal readonly record struct PlotArea(double Left, double Top, double Right, double Bottom)
{
    /// <summary>The area of a chart with tick labels on the left and below.</summary>
    public static PlotArea Of(Chart chart) => new(46, 10, chart.Width - 14, chart.Height - 36);

    public void DrawGrid(Markup svg, Axis y)
    {
        foreach (Tick tick in y.Ticks)
        {
            double at = y.At(tick.Value);
            svg.VoidElement("path", ("class", "grid"), ("d", new PathText().Move(Left, at).Line(Right, at)));
            svg.TextElement("text", tick.Label, ("class", "tick"), ("x", Left - 7), ("y", at + 3.8), ("text-anchor", "end"));
        }
    }

    public void DrawBottom(Markup svg, Axis x, string label)
    {
        svg.VoidElement("path", ("class", "axis"), ("d", new PathText().Move(Left, Bottom).Line(Right, Bottom)));
        foreach (Tick tick in x.Ticks)
        {
            double at = x.At(tick.Value);
            svg.VoidElement("path", ("class", "axis"), ("d", new PathText().Move(at, Bottom).Line(at, Bottom + 4)));
            svg.TextElement("text", tick.Label, ("class", "tick"), ("x", at), ("y", Bottom + 15), ("text-anchor", "middle"));
        }

        svg.TextElement("text", label, ("class", "axis-label"), ("x", (Left + Right) / 2), ("y", Bottom + 30), ("text-anchor", "middle"));
    }

    public void DrawFrame(Markup svg) => svg.VoidElement(
        "rect", ("class", "frame"), ("x", Left), ("y", Top), ("width", Right - Left), ("height", Bottom - Top));

    public void DrawEmpty(Markup svg)
    {
        (double x, double y) = ((Left + Right) / 2, (Top + Bottom) / 2);
        svg.TextElement("text", "nothing measured", ("class", "axis-label"), ("x", x), ("y", y), ("text-anchor", "middle"));
    }
}
