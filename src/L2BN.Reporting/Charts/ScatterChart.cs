namespace L2BN.Reporting;

/// <summary>
/// Samples on a plane, coloured by class; every class is named near its middle, so colour is never alone. Both axes have the same unit.
/// </summary>
public sealed class ScatterChart : Chart
{
    private const int MostPoints = 900;

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
        int[] shown = [.. Enumerable.Range(0, Math.Min(Points.Count, Classes.Count)).Where(i => Points[i].HasPlace)];
        area.DrawFrame(svg);
        svg.TextElement("text", XLabel, ("class", "axis-label"), ("x", Width / 2), ("y", Height - 6), ("text-anchor", "middle"));
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
        (double left, double right) = (points.Min(point => point.X), points.Max(point => point.X));
        (double low, double high) = (points.Min(point => point.Y), points.Max(point => point.Y));
        (double width, double height) = (area.Right - area.Left - 24, area.Bottom - area.Top - 24);
        double scale = Math.Min(width / Math.Max(right - left, 1e-12), height / Math.Max(high - low, 1e-12));
        (double x, double y) = ((area.Left + area.Right) / 2, (area.Top + area.Bottom) / 2);
        return point => new Point(x + (point.X - (left + right) / 2) * scale, y - (point.Y - (low + high) / 2) * scale);
    }

    // A line of no length with round ends is a dot: one path for a whole class.
    private static void DrawClass(Markup svg, int label, IEnumerable<Point> points)
    {
        string dots = string.Concat(points.Select(point => $"M{Numbers.Coordinate(point.X)} {Numbers.Coordinate(point.Y)}h0"));
        svg.VoidElement("path", ("class", ArmStyle.Class(label, "dots")), ("d", dots));
    }

    private void DrawNames(Markup svg, PlotArea area, (int Label, Point At)[] names)
    {
        (string Text, Point At)[] labels = [.. names.Select(name => (ClassName.Short(Name(name.Label)), name.At))];
        Point[] places = Labels.Place(labels, area);
        for (int i = 0; i < names.Length; i++)
        {
            string style = ArmStyle.Class(names[i].Label, "name");
            svg.TextElement("text", labels[i].Text, ("class", style), ("x", places[i].X), ("y", places[i].Y), ("text-anchor", "middle"));
        }
    }

    private string Name(int label) => label >= 0 && label < Names.Count ? Names[label] : $"{label}";

    private static Point Middle(IEnumerable<Point> points) => new(points.Average(point => point.X), points.Average(point => point.Y));
}
