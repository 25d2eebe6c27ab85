using L2BN.Reporting.Tables;
using L2BN.Reporting.Writing;
using L2BN.Results;

namespace L2BN.Reporting.Sections;

/// <summary>Every run with its final figures, folded away.</summary>
internal sealed class RunsSection(ComparisonReport report) : ReportSection
{
    private static readonly TableCell[] s_head =
        ["Arm", "Seed", "Epochs", "Accuracy, %", "Recalibrated, %", "Loss", "Train accuracy, %", "Train loss", "ms/step", "Peak MiB"];

    public override string Title => "All runs";

    public override string Id => "runs";

    public override bool HasContent => report.Runs.Count > 0;

    public override void Write(Markup page)
    {
        using Markup.Scope details = page.Element("details");
        page.TextElement("summary", $"{report.Runs.Count} runs, {report.Finished} of them complete");
        HtmlTable.Write(page, "runs", "numbers wide", "Figures of the final epoch of each run", s_head, report.Runs.Select(Row));
    }

    private static TableCell[] Row(RunRecord run)
    {
        (FinalRecord? final, EpochRecord? last) = (run.Final, run.Epochs.Count > 0 ? run.Epochs[^1] : null);
        return
        [
            run.Arm,
            $"{run.Seed}",
            $"{run.Epochs.Count}{(run.Failure is { } failure ? $", {failure.Reason}" : final is null ? ", unfinished" : "")}",
            Numbers.Fixed(final?.Accuracy, 2),
            Numbers.Fixed(final?.AccuracyRecalibrated, 2),
            Numbers.Fixed(final?.Loss, 3),
            Numbers.Fixed(last?.TrainAccuracy, 2),
            Numbers.Fixed(last?.TrainLoss, 3),
            Numbers.Milliseconds(final?.MsPerStep ?? last?.MsPerStep),
            final?.PeakMemoryBytes is long bytes ? Numbers.Mebibytes(bytes) : Numbers.Missing,
        ];
    }
}
