namespace L2BN.Reporting;

/// <summary>The curves of one arm: one per run.</summary>
/// <param name="Name">Name of the arm.</param>
/// <param name="Runs">Names of the runs (<c>seed 3</c>) and their points, by ascending x; NaN for what was not measured.</param>
public sealed record CurveGroup(string Name, IReadOnlyList<(string Name, IReadOnlyList<Point> Points)> Runs)
{
    /// <summary>One group per arm of a report, one curve per run.</summary>
    internal static IReadOnlyList<CurveGroup> Of(ComparisonReport report, Func<Results.RunRecord, IReadOnlyList<Point>> points) =>
        [.. report.Arms.Select(arm => new CurveGroup(arm, [.. report.RunsOf(arm).Select(run => ($"seed {run.Seed}", points(run)))]))];

    /// <summary>
    /// Mean and sample standard deviation over the longest runs; shorter (unfinished) ones would make the mean jump and stay out.
    /// </summary>
    internal IReadOnlyList<(double X, double Mean, double Std)> Summary()
    {
        int longest = Runs.Count == 0 ? 0 : Runs.Max(run => Length(run.Points));
        IReadOnlyList<Point>[] complete = [.. Runs.Select(run => run.Points).Where(points => Length(points) == longest)];
        var all = Enumerable.Range(0, longest).Select(i => At([.. complete.Select(points => points[i])]));
        return [.. all.Where(point => double.IsFinite(point.Mean))];
    }

    private static int Length(IReadOnlyList<Point> points)
    {
        int length = points.Count;
        while (length > 0 && !double.IsFinite(points[length - 1].Y)) length--;
        return length;
    }

    private static (double X, double Mean, double Std) At(Point[] column)
    {
        var spread = Results.Spread.FromValues([.. column.Select(point => point.Y)]);
        return (column[0].X, spread.Mean ?? double.NaN, spread.Std ?? 0);
    }
}
