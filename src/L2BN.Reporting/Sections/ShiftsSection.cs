using L2BN.Reporting.Charts;
using L2BN.Reporting.Tables;
using L2BN.Reporting.Writing;
using L2BN.Results;

namespace L2BN.Reporting.Sections;

/// <summary>Accuracy on shifted test samples: a table, and for each shift the curves over its severities.</summary>
internal sealed class ShiftsSection(ComparisonReport report) : ReportSection
{
    public override string Title => "Shifted test samples";

    public override string Id => "shifts";

    public override bool HasContent => ShiftTable.HasContent(report.Summary);

    public override void Write(Markup page)
    {
        ComparisonSummary summary = report.Summary;
        foreach (string sentence in ShiftTable.Sentences(summary))
            page.TextElement("p", Typography.Bind(sentence));
        HtmlTable.Write(
            page, "shifts", "numbers", ShiftTable.Caption(summary),
            [.. ShiftTable.Head(summary).Select(head => (TableCell)head)],
            ShiftTable.Rows(summary).Select(row => row.Cells.Prepend(row.Label)));
        WriteCharts(
            page,
            report.Arms,
            "Thin lines: one run each. Bold lines with marks: mean over the seeds; bands: one standard deviation to either side.",
            ShiftTable.Names(summary).Select(Curves));
    }

    private CurveChart Curves(string name) => new()
    {
        Title = $"Accuracy under {name}, %",
        Description = $"Accuracy by severity of the shift {name}. " + string.Join(" ", report.Summary.Arms.Select(arm =>
            $"{arm.Norm}: {string.Join(", ", arm.Shifts![name].AccuracyBySeverity.Select(value => Numbers.Fixed(value, 1)))}.")),
        XLabel = "severity",
        Groups = CurveGroup.FromRuns(report, run => Points(run, name)),
    };

    private static IReadOnlyList<Point> Points(RunRecord run, string name) =>
        run.Shifts?.Shifts.FirstOrDefault(shift => shift.Name == name) is { } shift
            ? [.. shift.Severities.Zip(shift.Accuracy, (severity, accuracy) => new Point(severity, accuracy))]
            : [];
}
