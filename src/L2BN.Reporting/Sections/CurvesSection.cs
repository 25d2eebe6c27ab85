using L2BN.Reporting.Charts;
using L2BN.Reporting.Writing;
using L2BN.Results;

namespace L2BN.Reporting.Sections;

/// <summary>Loss and accuracy of every run over its epochs.</summary>
internal sealed class CurvesSection(ComparisonReport report) : ReportSection
{
    private const int FewestForClosest = 4;
    private readonly IReadOnlyList<string> _arms = report.Arms;

    public override string Title => "Learning curves";

    public override string Id => "curves";

    public override bool HasContent => report.Runs.Any(run => run.Epochs.Count > 0);

    public override void Write(Markup page) => WriteCharts(
        page,
        _arms,
        "Thin lines: one run each. Bold lines with marks: mean over the seeds; bands: one standard deviation to either side. "
        + "Training figures are measured on augmented samples while the weights move, test figures after each epoch.",
        Charts());

    private IEnumerable<Chart> Charts()
    {
        yield return Curves("Training loss", 3, epoch => epoch.TrainLoss);
        yield return Curves("Test loss", 3, epoch => epoch.TestLoss);
        yield return Curves("Test accuracy, %", 2, epoch => epoch.TestAccuracy);
        int epochs = report.Runs.Max(run => run.Epochs.Count);
        if (epochs < FewestForClosest)
            yield break;
        yield return Curves("Training accuracy, %", 2, epoch => epoch.TrainAccuracy);
        yield return Curves("Test accuracy in the second half, %", 2, epoch => epoch.Epoch > epochs / 2 ? epoch.TestAccuracy : null);
        if (_arms.Count > 1)
            yield return Differences();
    }

    private CurveChart Curves(string title, int decimals, Func<EpochRecord, double?> value) => new()
    {
        Title = title,
        Description = $"{title} by epoch. {Ends(decimals, value)}",
        Groups = CurveGroup.FromRuns(report, run => Points(run, value)),
    };

    private CurveChart Differences() => new()
    {
        Title = $"Test accuracy minus that of {_arms[0]}, points",
        Description = $"Differences of test accuracy by epoch, pair by pair, to {_arms[0]}.",
        Groups = [.. _arms.Select((arm, index) => new CurveGroup(arm, index == 0 ? [] : Pairs(index)))],
        ZeroLine = true,
    };

    private (string, IReadOnlyList<Point>)[] Pairs(int arm) =>
    [
        .. from row in RunPairs.Rows(report)
           where row[0] is not null && row[arm] is not null
           select ($"seed {row[arm]!.Seed}", Difference(row[0]!, row[arm]!)),
    ];

    private static IReadOnlyList<Point> Difference(RunRecord a, RunRecord b) =>
        [.. a.Epochs.Zip(b.Epochs, (x, y) => new Point(x.Epoch, y.TestAccuracy - x.TestAccuracy ?? double.NaN))];

    private static IReadOnlyList<Point> Points(RunRecord run, Func<EpochRecord, double?> value) =>
        [.. run.Epochs.Select(epoch => new Point(epoch.Epoch, value(epoch) ?? double.NaN))];

    private string Ends(int decimals, Func<EpochRecord, double?> value) =>
        string.Join(
            " ",
            _arms.Select(arm =>
            {
                var last = Spread.FromValues([
                    .. report.RunsOf(arm).Where(run => run.Epochs.Count > 0).Select(run => value(run.Epochs[^1]) ?? double.NaN),
                ]);
                return $"{arm} ends at {VerdictText.MeanAndStd(last, decimals)}.";
            }));
}
