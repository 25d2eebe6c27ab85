using L2BN.Reporting.Charts;
using L2BN.Reporting.Tables;
using L2BN.Reporting.Writing;
using L2BN.Results;

namespace L2BN.Reporting.Sections;

/// <summary>What a training step costs: the median time of every run, and the peak memory where it was measured.</summary>
internal sealed class CostSection(ComparisonReport report) : ReportSection
{
    private const double RowHeight = 30;
    private const string TimeCaption = "Milliseconds per training step: each mark is the median of one run.";
    private const string MemoryCaption = " Memory: the peak of the process during a run.";

    public override string Title => HasMemory ? "Time per step and memory" : "Time per step";

    public override string Id => "cost";

    public override bool HasContent => report.Arms.Any(arm => Times(arm).Length > 0);

    public override void Write(Markup page)
    {
        Strip strip = new(report.Arms.SelectMany(Times).Append(0), 4);
        page.AddPicture(CreateChart(strip), []);
        HtmlTable.Write(
            page, "cost", "seeds", TimeCaption + JobsCaption + (HasMemory ? MemoryCaption : ""),
            ["Arm", strip.Head("Runs"), "ms", .. HasMemory ? (TableCell[])["MiB"] : []],
            report.Summary.Arms.Select((arm, index) => Row(strip, arm, index)));
    }

    private string JobsCaption => report.Summary.Jobs is > 1 and var jobs ? $" Up to {jobs} runs were trained at the same time." : "";

    private bool HasMemory => report.Runs.Any(run => run.Final?.PeakMemoryBytes is not null);

    private double[] Times(string arm) =>
        [.. report.RunsOf(arm).Select(run => run.Final?.MsPerStep).OfType<double>().Where(double.IsFinite)];

    private IEnumerable<TableCell> Row(Strip strip, ArmSummary arm, int index) =>
    [
        arm.Norm, Strip.Row(RowHeight, page => Draw(page, strip, index)), Numbers.Milliseconds(arm.MsPerStep),
        .. HasMemory ? (TableCell[])[Memory(arm.Norm)] : [],
    ];

    private StripChart CreateChart(Strip strip) => new()
    {
        Title = "Milliseconds per training step",
        Description = TimeCaption,
        Strip = strip,
        Rows = [.. report.Arms.Select((name, arm) => new StripRow(name, RowHeight, svg => Draw(svg, strip, arm)))],
    };

    private void Draw(Markup page, Strip strip, int arm)
    {
        strip.Grid(page);
        foreach (double time in Times(report.Arms[arm]))
            strip.Marker(page, "seed", arm, time, RowHeight / 2, $"{Numbers.Milliseconds(time)} ms");
    }

    private string Memory(string arm)
    {
        long[] peaks = [.. report.RunsOf(arm).Select(run => run.Final?.PeakMemoryBytes).OfType<long>()];
        return peaks.Length == 0 ? Numbers.Missing : Numbers.Mebibytes(peaks.Max());
    }
}
