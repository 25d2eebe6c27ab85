using L2BN.Reporting.Writing;

namespace L2BN.Reporting.Charts;

/// <summary>
/// Curves of several arms: a thin line per run, a bold one for the mean, and a band of one standard deviation to both sides.
/// </summary>
public sealed class CurveChart : Chart
{
    private const int MostMarkers = 12;

    /// <summary>One entry per arm; its index chooses color, dash and marker.</summary>
    public required IReadOnlyList<CurveGroup> Groups { get; init; }

    /// <summary>What the horizontal axis counts.</summary>
    public string XLabel { get; init; } = "epoch";

    /// <summary>True to draw the line y = 0 and extend the axis to it.</summary>
    public bool ZeroLine { get; init; }

    /// <summary>True for a logarithmic vertical axis: values of zero or less are then left out.</summary>
    public bool LogY { get; init; }

    internal override void Draw(Markup svg)
    {
        var area = PlotArea.FromChart(this);
        Point[] points = [.. Groups.SelectMany(group => group.Runs).SelectMany(run => run.Points).Where(point => double.IsFinite(point.Y))];
        if (points.Length == 0)
        {
            area.DrawEmpty(svg);
            return;
        }

        Axis y = Vertical(points.Select(point => point.Y), area);
        var x = Axis.Integer(points.Select(point => point.X), area.Left + 6, area.Right - 6);
        area.DrawGrid(svg, y);
        area.DrawBottom(svg, x, XLabel);
        if (ZeroLine)
            svg.VoidElement("path", ("class", "zero"), ("d", new PathText().Move(area.Left, y.At(0)).Line(area.Right, y.At(0))));
        DrawGroups(svg, x, y);
    }

    private Axis Vertical(IEnumerable<double> values, PlotArea area) => LogY && values.Any(value => value > 0)
        ? Axis.Log(values, area.Bottom, area.Top)
        : Axis.Linear(ZeroLine ? values.Append(0) : values, area.Bottom, area.Top);

    // All bands lie under all lines, and all means over all runs: no arm hides another.
    private void DrawGroups(Markup svg, Axis x, Axis y)
    {
        IReadOnlyList<(double X, double Mean, double Std)>[] summaries = Groups.Select(group => group.Summary()).ToArray();
        for (int arm = 0; arm < Groups.Count; arm++)
            DrawBand(svg, arm, summaries[arm], x, y);
        for (int arm = 0; arm < Groups.Count; arm++)
            DrawRuns(svg, arm, x, y);
        for (int arm = 0; arm < Groups.Count; arm++)
            DrawMean(svg, arm, summaries[arm], x, y);
    }

    private static void DrawBand(Markup svg, int arm, IReadOnlyList<(double X, double Mean, double Std)> summary, Axis x, Axis y)
    {
        if (!summary.Any(point => point.Std > 0))
            return;
        IEnumerable<Point> upper = summary.Select(point => new Point(point.X, point.Mean + point.Std));
        IEnumerable<Point> lower = summary.Reverse().Select(point => new Point(point.X, Math.Max(point.Mean - point.Std, y.Low)));
        Point[] outline = [.. upper.Concat(lower).Where(point => y.Shows(point.Y))];
        svg.VoidElement("path", ("class", ArmStyle.Class(arm, "band")), ("d", PathText.Through(outline, x, y).Close()));
    }

    private void DrawRuns(Markup svg, int arm, Axis x, Axis y)
    {
        foreach ((string name, IReadOnlyList<Point> points) in Groups[arm].Runs)
        {
            var path = PathText.Through(points, x, y);
            if (path.IsEmpty)
                continue;
            using Markup.Scope line = svg.Element("path", ("class", ArmStyle.Class(arm, "thin")), ("d", path));
            svg.TextElement("title", $"{Groups[arm].Name}, {name}");
        }
    }

    private static void DrawMean(Markup svg, int arm, IReadOnlyList<(double X, double Mean, double Std)> summary, Axis x, Axis y)
    {
        Point[] points = [.. summary.Select(point => new Point(point.X, point.Mean))];
        var path = PathText.Through(points, x, y);
        if (path.IsEmpty)
            return;
        svg.VoidElement("path", ("class", ArmStyle.Class(arm, "mean")), ("stroke-dasharray", ArmStyle.Dash(arm)), ("d", path));
        int stride = (points.Length + MostMarkers - 1) / MostMarkers;
        for (int i = points.Length - 1; i >= 0; i -= stride)
            DrawMarker(svg, arm, points[i], x, y);
    }

    private static void DrawMarker(Markup svg, int arm, Point point, Axis x, Axis y)
    {
        if (!y.Shows(point.Y))
            return;
        string position = $"translate({Numbers.Coordinate(x.At(point.X))} {Numbers.Coordinate(y.At(point.Y))})";
        svg.VoidElement("path", ("class", ArmStyle.Class(arm, "marker")), ("d", ArmStyle.Marker(arm)), ("transform", position));
    }
}

/// <summary>The curves of one arm: one per run.</summary>
/// <param name="Name">Name of the arm.</param>
/// <param name="Runs">Names of the runs (<c>seed 3</c>) and their points, by ascending x; NaN for what was not measured.</param>
public sealed record CurveGroup(string Name, IReadOnlyList<(string Name, IReadOnlyList<Point> Points)> Runs)
{
    /// <summary>One group per arm of a report, one curve per run.</summary>
    internal static IReadOnlyList<CurveGroup> FromRuns(ComparisonReport report, Func<Results.RunRecord, IReadOnlyList<Point>> points) =>
        [.. report.Arms.Select(arm => new CurveGroup(arm, [.. report.RunsOf(arm).Select(run => ($"seed {run.Seed}", points(run)))]))];

    /// <summary>
    /// Mean and sample standard deviation over the longest runs; shorter (unfinished) ones would make the mean jump and stay out.
    /// </summary>
    internal IReadOnlyList<(double X, double Mean, double Std)> Summary()
    {
        int longest = Runs.Count == 0 ? 0 : Runs.Max(run => Length(run.Points));
        IReadOnlyList<Point>[] complete = [.. Runs.Select(run => run.Points).Where(points => Length(points) == longest)];
        IEnumerable<(double X, double Mean, double Std)> all =
            Enumerable.Range(0, longest).Select(i => At([.. complete.Select(points => points[i])]));
        return [.. all.Where(point => double.IsFinite(point.Mean))];
    }

    private static int Length(IReadOnlyList<Point> points)
    {
        int length = points.Count;
        while (length > 0 && !double.IsFinite(points[length - 1].Y))
            length--;
        return length;
    }

    private static (double X, double Mean, double Std) At(Point[] column)
    {
        var spread = Results.Spread.FromValues([.. column.Select(point => point.Y)]);
        return (column[0].X, spread.Mean ?? double.NaN, spread.Std ?? 0);
    }
}
