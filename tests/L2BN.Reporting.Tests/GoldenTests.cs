using L2BN.Reporting.Charts;

namespace L2BN.Reporting.Tests;

public class GoldenTests
{
    private static readonly CurveGroup[] s_curves =
    [
        new("bn", [("seed 1", Line(0, 0.1)), ("seed 2", Line(0, 0.3))]),
        new("l2bn", [("seed 1", Line(1, -0.1)), ("seed 2", [new(1, 2), new(2, double.NaN), new(3, 1)])]),
    ];

    [Fact]
    public void Text_table() => Golden.Matches("table.txt", TextTable.Render(Inputs.Named("three arms").Summary));

    [Fact]
    public void Text_table_of_one_seed() => Golden.Matches("table-one-seed.txt", TextTable.Render(Inputs.Named("one seed").Summary));

    [Fact]
    public void Markdown() => Golden.Matches("report.md", MarkdownReport.Render(Inputs.Named("three arms")));

    [Fact]
    public void Curves() => Golden.Matches(
        "curves.svg", new CurveChart { Title = "Loss", Description = "Falls.", Groups = s_curves }.ToSvgFile());

    [Fact]
    public void Logarithmic_curves() => Golden.Matches(
        "curves-log.svg", new CurveChart { Title = "Loss", Description = "Falls.", Groups = s_curves, LogY = true }.ToSvgFile());

    [Fact]
    public void Differences() => Golden.Matches(
        "curves-zero.svg", new CurveChart { Title = "Points", Description = "", Groups = s_curves, ZeroLine = true }.ToSvgFile());

    [Fact]
    public void Heat_map() => Golden.Matches("heat-map.svg", new HeatMap
    {
        Title = "Difference",
        Description = "By class.",
        Values = [[2, -1.4], [double.NaN, 0]],
        Names = ["Cat & dog", "A very long name"],
        Arm = 1,
        IsDifference = true,
    }.ToSvgFile());

    [Fact]
    public void Ridges() => Golden.Matches("ridges.svg", new RidgeChart
    {
        Title = "Norms",
        Description = "By class.",
        Edges = [0, 1, 2, 4],
        Counts = [[1, 2, 1], [0, 0, 0]],
        Names = ["one"],
    }.ToSvgFile());

    [Fact]
    public void Scatter() => Golden.Matches("scatter.svg", new ScatterChart
    {
        Title = "Features",
        Description = "On a plane.",
        Points = [new(0, 0), new(1, 0), new(0, 1), new(double.NaN, 0)],
        Classes = [0, 0, 1, 1],
        Names = ["left", "up"],
        XLabel = "seed 1",
    }.ToSvgFile());

    private static Point[] Line(int arm, double offset) =>
        [.. Enumerable.Range(1, 3).Select(x => new Point(x, 2.5 - 0.5 * x + offset - 0.1 * arm))];
}
