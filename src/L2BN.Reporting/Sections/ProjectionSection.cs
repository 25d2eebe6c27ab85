using L2BN.Reporting.Charts;
using L2BN.Reporting.Writing;
using L2BN.Results;

namespace L2BN.Reporting.Sections;

/// <summary>The pooled features of test samples on planes, one picture per arm and plane.</summary>
internal sealed class ProjectionSection(ComparisonReport report) : ReportSection
{
    private readonly RunRecord[] _runs =
        [.. report.Arms.Select(arm => report.RunsOf(arm).FirstOrDefault(IsProjected)).OfType<RunRecord>()];

    public override string Title => "Features on a plane";

    public override string Id => "projection";

    public override bool HasContent => _runs.Length > 0;

    public override void Write(Markup page)
    {
        foreach (string plane in _runs.SelectMany(run => run.Analysis!.Projections).Select(projection => projection.Plane).Distinct())
            WriteCharts(page, [], Caption(plane), Scatters(plane));
    }

    private static bool IsProjected(RunRecord run) => run.Analysis is { Projections.Count: > 0 };

    private static string Caption(string plane) =>
        $"Pooled features of test samples on the {plane}; the names of up to 30 classes stand near their middles. Both "
            + "directions have the same unit.";

    private IEnumerable<Chart> Scatters(string plane) =>
        from run in _runs
        from projection in run.Analysis!.Projections
        where projection.Plane == plane
        select Scatter(run, projection);

    private ScatterChart Scatter(RunRecord run, ProjectionRecord projection) => new()
    {
        Title = $"{run.Arm}, {projection.Plane}",
        Description = $"Pooled features of {projection.Classes.Count} test samples, {run.Arm}, seed {run.Seed}. {Shares(projection)}",
        Points = [.. projection.X.Zip(projection.Y, (x, y) => new Point(x, y))],
        Classes = projection.Classes,
        Names = ClassName.All(report.ClassNames, projection.Classes.DefaultIfEmpty(-1).Max() + 1),
        XLabel = $"seed {run.Seed}. {Shares(projection)}".TrimEnd(),
    };

    private static string Shares(ProjectionRecord projection) => projection is { HorizontalShare: double x, VerticalShare: double y }
        ? $"Across {Numbers.Fixed(100 * x, 0)} %, up {Numbers.Fixed(100 * y, 0)} % of the variance"
        : "";
}
