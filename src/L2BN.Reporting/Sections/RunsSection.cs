using L2BN.Results;

namespace L2BN.Reporting;

/// <summary>Every run with its final figures, folded away.</summary>
internal sealed class RunsSection(ComparisonReport report) : ReportSection
{
    private static readonly string[] s_head =
        ["Arm", "Seed", "Epochs", "Accuracy, %", "Recalibrated, %", "Loss", "Train accuracy, %", "Train loss", "ms/step", "Peak MiB"];

    public override string Title => "All runs";

    public override string Id => "runs";

    public override bool HasContent => report.Runs.Count > 0;

    public override void Write(Markup page)
    {
        using var details = page.Element("details");
        page.TextElement("summary", $"{report.Runs.Count} runs, {report.Finished} of them complete");
        string caption = page.NewId("runs-caption");
        using var scroll = page.Element("div", ("class", "scroll"), ("role", "region"), ("aria-labelledby", caption), ("tabindex", "0"));
        using var table = page.Element("table", ("class", "numbers wide"));
        page.TextElement("caption", "Figures of the final epoch of each run", ("id", caption));
        WriteHead(page);
        using var body = page.Element("tbody");
        foreach (RunRecord run in report.Runs) WriteRow(page, run);
    }

    private static void WriteHead(Markup page)
    {
        using var head = page.Element("thead");
        using var row = page.Element("tr");
        foreach (string title in s_head) page.TextElement("th", title, ("scope", "col"));
    }

    private static void WriteRow(Markup page, RunRecord run)
    {
        using var row = page.Element("tr");
        page.TextElement("th", run.Arm, ("scope", "row"));
        foreach (string cell in Cells(run)) page.TextElement("td", cell);
    }

    private static string[] Cells(RunRecord run)
    {
        (FinalRecord? final, EpochRecord? last) = (run.Final, run.Epochs.Count > 0 ? run.Epochs[^1] : null);
        return
        [
            $"{run.Seed}",
            $"{run.Epochs.Count}{(final is null ? ", unfinished" : "")}",
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
