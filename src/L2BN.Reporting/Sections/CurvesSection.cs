using L2BN.Results;

namespace L2BN.Reporting;

/// <summary>Loss and accuracy of every run over its epochs.</summary>
internal sealed class CurvesSection(ComparisonReport report) : ReportSection
{
    private readonly IReadOnlyList<string> _arms = report.Arms;

    public override string Title => "Learning curves";

    public override string Id => "curves";

    public override bool HasContent => report.Runs.Any(run => run.Epochs.Count > 0);

    public override void Write(Markup page) => WriteCharts(
        page,
        _arms,
        "Thin lines: one run each. Bold lines with marks: mean over the seeds; bands: one standard deviation to either side. "
        + "Training loss is measured on augmented images while the weights move, test figures after each epoch.",
        Curves("Training loss", 3, epoch => epoch.TrainLoss),
        Curves("Test loss", 3, epoch => epoch.TestLoss),
        Curves("Test accuracy, %", 2, epoch => epoch.TestAccuracy));

    private CurveChart Curves(string title, int decimals, Func<EpochRecord, double?> value) => new()
    {
        Title = title,
        Description = $"{title} by epoch. {Ends(decimals, value)}",
        Groups = [.. _arms.Select(arm => new CurveGroup(arm, [.. report.RunsOf(arm).Select(run => ($"seed {run.Seed}", Points(run, value)))]))],
    };

    private static IReadOnlyList<Point> Points(RunRecord run, Func<EpochRecord, double?> value) =>
        [.. run.Epochs.Select(epoch => new Point(epoch.Epoch, value(epoch) ?? double.NaN))];

    private string Ends(int decimals, Func<EpochRecord, double?> value) => string.Join(" ", _arms.Select(arm =>
    {
        var last = Spread.Of([.. report.RunsOf(arm).Where(run => run.Epochs.Count > 0).Select(run => value(run.Epochs[^1]) ?? double.NaN)]);
        return $"{arm} ends at {VerdictSentence.MeanAndStd(last, decimals)}.";
    }));
}
