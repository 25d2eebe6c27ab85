using L2BN.Reporting.Charts;
using L2BN.Reporting.Tables;
using L2BN.Reporting.Writing;
using L2BN.Results;

namespace L2BN.Reporting.Sections;

/// <summary>Accuracy seed by seed: the arms of a pair as connected points, with the numbers beside them.</summary>
internal sealed class SeedsSection(ComparisonReport report) : ReportSection
{
    private const double RowHeight = 26;
    private readonly IReadOnlyList<ArmSummary> _arms = report.Summary.Arms;
    private readonly RunRecord?[][] _rows = [.. RunPairs.Rows(report).Where(row => row.Any(run => run?.Final is not null))];

    public override string Title => "Seed by seed";

    public override string Id => "seeds";

    public override bool HasContent => _rows.Length > 0;

    public override void Write(Markup page)
    {
        Strip strip = new(_rows.SelectMany(row => row.Select(run => run?.Final?.Accuracy ?? double.NaN)), 3);
        page.AddPicture(CreateChart(strip), report.Arms);
        Legend.Write(page, report.Arms);
        HtmlTable.Write(
            page, "seeds", "seeds", Caption,
            [
                "Seed", strip.Head("Accuracy"), .. _arms.Select(arm => new TableCell(arm.Norm, Class: "roomy")),
                .. _arms.Skip(1).Select(arm => (TableCell)(_arms.Count == 2 ? "Δ" : $"Δ {arm.Norm}")),
            ],
            _rows.Select(row => Row(strip, row)));
    }

    private string Caption => _arms.Count > 1
        ? $"Test accuracy in the final epoch, %, one row per pair of runs. Δ: difference to {_arms[0].Norm} in points."
        : "Test accuracy in the final epoch, %.";

    private IEnumerable<TableCell> Row(Strip strip, RunRecord?[] row)
    {
        double?[] values = Accuracies(row);
        return
        [
            Seed(row), Strip.Row(RowHeight, page => Draw(page, strip, values)),
            .. values.Select(value => new TableCell(Numbers.Fixed(value, 2), value, Class: "roomy")),
            .. values.Skip(1).Select(value => new TableCell(Numbers.Signed(value - values[0], 2), value - values[0])),
        ];
    }

    private StripChart CreateChart(Strip strip) => new()
    {
        Title = "Test accuracy seed by seed, %",
        Description = Caption,
        Strip = strip,
        Rows = [.. _rows.Select(row => new StripRow($"seed {Seed(row)}", RowHeight, svg => Draw(svg, strip, Accuracies(row))))],
    };

    private static string Seed(RunRecord?[] row) => $"{row.OfType<RunRecord>().First().Seed}";

    private static double?[] Accuracies(RunRecord?[] row) => [.. row.Select(run => run?.Final?.Accuracy)];

    private void Draw(Markup page, Strip strip, double?[] values)
    {
        strip.Grid(page);
        double[] present = [.. values.OfType<double>().Where(double.IsFinite)];
        if (present.Length > 1)
            strip.Bar(page, "link", present.Min(), present.Max(), RowHeight / 2);
        for (int arm = 0; arm < values.Length; arm++)
        {
            string title = $"{_arms[arm].Norm}: {Numbers.Fixed(values[arm], 2)} %";
            strip.Marker(page, "marker", arm, values[arm] ?? double.NaN, (RowHeight / 2) + Offset(strip, values, arm), title);
        }
    }

    // Arms that reached the same accuracy would hide each other: the second goes below the line, the third above it.
    private static double Offset(Strip strip, double?[] values, int arm) =>
        values.Take(arm).Count(value => strip.Covers(value, values[arm])) switch { 0 => 0, 1 => 7, _ => -7 };
}
