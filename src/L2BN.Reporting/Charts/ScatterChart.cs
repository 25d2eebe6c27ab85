using L2BN.Reporting.Writing;

namespace L2BN.Reporting.Charts;

/// <summary>
/// Samples on a plane, colored by class; up to 30 classes are named near their middles, so that color is never the only cue. Both axes
/// have the same unit.
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
        int[] shown = [.. Enumerable.Range(0, Math.Min(Points.Count, Classes.Count)).Where(i => Points[i].IsDrawable)];
        area.DrawFrame(svg);
        svg.TextElement("text", XLabel, ("class", "axis-label"), ("x", Width / 2), ("y", Height - 6), ("text-anchor", "middle"));
        if (shown.Length == 0)
            return;
        Func<Point, Point> toPage = Placement(area, [.. shown.Select(i => Points[i])]);
        int stride = (shown.Length + MostPoints - 1) / MostPoints;
        IGrouping<int, int>[] classes = shown.GroupBy(i => Classes[i]).OrderBy(group => group.Key).ToArray();
        foreach (IGrouping<int, int>? group in classes)
            DrawClass(svg, group.Key, group.Where((_, at) => at % stride == 0).Select(i => toPage(Points[i])));
        IEnumerable<IGrouping<int, int>> named = ClassName.Spread(classes.Length).Select(index => classes[index]);
        DrawNames(svg, area, [.. named.Select(group => (group.Key, toPage(Middle(group.Select(i => Points[i])))))]);
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
        Point[] positions = Labels.Arrange(labels, area);
        for (int i = 0; i < names.Length; i++)
        {
            string style = ArmStyle.Class(names[i].Label, "name");
            svg.TextElement(
                "text",
                labels[i].Text,
                ("class", style),
                ("x", positions[i].X),
                ("y", positions[i].Y),
                ("text-anchor", "middle"));
        }
    }

    private string Name(int label) => label >= 0 && label < Names.Count ? Names[label] : $"{label}";

    private static Point Middle(IEnumerable<Point> points) => new(points.Average(point => point.X), points.Average(point => point.Y));
}

/// <summary>Arranges labels so that none covers another.</summary>
internal static class Labels
{
    private const double LetterWidth = 6.6;
    private const double Height = 13;
    private const double Nudge = 2;

    /// <summary>
    /// Baselines and middles of <paramref name="labels"/>, each as near above or below its wish as the ones before it allow.
    /// </summary>
    /// <param name="labels">Texts and the positions wished for their middles.</param>
    /// <param name="area">The rectangle that they must not leave.</param>
    public static Point[] Arrange(IReadOnlyList<(string Text, Point At)> labels, PlotArea area)
    {
        var placed = new List<(Point At, double Half)>();
        foreach ((string text, Point at) in labels)
        {
            double half = Math.Min(text.Length * LetterWidth / 2, (area.Right - area.Left) / 2);
            double x = Math.Clamp(at.X, area.Left + half, area.Right - half);
            placed.Add((Free(placed, new Point(x, at.Y + 4), half, area), half));
        }

        return [.. placed.Select(label => label.At)];
    }

    private static Point Free(List<(Point At, double Half)> placed, Point wish, double half, PlotArea area)
    {
        int tries = (int)((area.Bottom - area.Top) / Nudge);
        for (int i = 0; i < 2 * tries; i++)
        {
            double y = wish.Y + (i % 2 == 0 ? 1 : -1) * Nudge * ((i + 1) / 2);
            bool inside = y >= area.Top + Height && y <= area.Bottom - 4;
            if (inside && placed.TrueForAll(other => Apart(other, y, wish.X, half)))
                return new Point(wish.X, y);
        }

        return wish;
    }

    private static bool Apart((Point At, double Half) other, double y, double x, double half) =>
        Math.Abs(other.At.Y - y) >= Height || Math.Abs(other.At.X - x) >= other.Half + half;
}
