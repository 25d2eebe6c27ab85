namespace L2BN.Reporting;

/// <summary>Samples on a plane, coloured by class; every class is named at its middle, so colour is never alone. Both axes have the same unit.</summary>
public sealed class ScatterChart : Chart
{
    private const int MostPoints = 900;
    private const double LabelHeight = 13;

    /// <summary>The samples.</summary>
    public required IReadOnlyList<Point> Points { get; init; }

    /// <summary>Their classes.</summary>
    public required IReadOnlyList<int> Classes { get; init; }

    /// <summary>Names of the classes.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>What the horizontal axis is.</summary>
    public string XLabel { get; init; } = "";

    internal override double Height => 330;

    internal override void Draw(Markup svg)
    {
        var area = new PlotArea(4, 4, Width - 4, Height - 22);
        var shown = Enumerable.Range(0, Math.Min(Points.Count, Classes.Count)).Where(i => double.IsFinite(Points[i].X) && double.IsFinite(Points[i].Y)).ToArray();
        svg.Empty("rect", ("class", "frame"), ("x", area.Left), ("y", area.Top), ("width", area.Right - area.Left), ("height", area.Bottom - area.Top));
        svg.Leaf("text", XLabel, ("class", "axis-label"), ("x", Width / 2), ("y", Height - 6), ("text-anchor", "middle"));
        if (shown.Length == 0) return;
        Func<Point, Point> place = Placement(area, [.. shown.Select(i => Points[i])]);
        int stride = (shown.Length + MostPoints - 1) / MostPoints;
        var classes = shown.GroupBy(i => Classes[i]).OrderBy(group => group.Key).ToArray();
        foreach (var group in classes) DrawClass(svg, group.Key, group.Where((_, at) => at % stride == 0).Select(i => place(Points[i])));
        DrawNames(svg, area, [.. classes.Select(group => (group.Key, place(Middle(group.Select(i => Points[i])))))]);
    }

    // One scale for both directions: angles and distances on the plane are those of the features.
    private static Func<Point, Point> Placement(PlotArea area, Point[] points)
    {
        (double left, double right, double low, double high) = (points.Min(p => p.X), points.Max(p => p.X), points.Min(p => p.Y), points.Max(p => p.Y));
        double scale = Math.Min((area.Right - area.Left - 24) / Math.Max(right - left, 1e-12), (area.Bottom - area.Top - 24) / Math.Max(high - low, 1e-12));
        (double x, double y) = ((area.Left + area.Right) / 2, (area.Top + area.Bottom) / 2);
        return point => new Point(x + (point.X - (left + right) / 2) * scale, y - (point.Y - (low + high) / 2) * scale);
    }

    // A line of no length with round ends is a dot: one path for a whole class.
    private static void DrawClass(Markup svg, int label, IEnumerable<Point> points)
    {
        string dots = string.Concat(points.Select(point => $"M{Numbers.Coordinate(point.X)} {Numbers.Coordinate(point.Y)}h0"));
        svg.Empty("path", ("class", ArmStyle.Class(label, "dots")), ("d", dots));
    }

    private void DrawNames(Markup svg, PlotArea area, (int Label, Point At)[] names)
    {
        double[] heights = Labels.Apart([.. names.Select(name => name.At.Y + 4)], LabelHeight, area.Top + 10, area.Bottom - 4);
        for (int i = 0; i < names.Length; i++)
        {
            string name = names[i].Label < Names.Count ? Names[names[i].Label] : $"{names[i].Label}";
            svg.Leaf("text", ClassName.Short(name), ("class", ArmStyle.Class(names[i].Label, "name")), ("x", Math.Clamp(names[i].At.X, area.Left + 34, area.Right - 34)), ("y", heights[i]), ("text-anchor", "middle"));
        }
    }

    private static Point Middle(IEnumerable<Point> points) => new(points.Average(point => point.X), points.Average(point => point.Y));
}
