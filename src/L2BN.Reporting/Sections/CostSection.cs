using L2BN.Results;

namespace L2BN.Reporting;

/// <summary>What a training step costs: the median time of every run, and the peak memory where it was measured.</summary>
internal sealed class CostSection(ComparisonReport report) : ReportSection
{
    private const double RowHeight = 30;
    private const string TimeCaption = "Milliseconds per training step: each mark is the median of one run.";
    private const string MemoryCaption = " Memory: the most that the process held during a run.";

    public override string Title => HasMemory ? "Time per step and memory" : "Time per step";

    public override string Id => "cost";

    public override bool HasContent => report.Arms.Any(arm => Times(arm).Length > 0);

    public override void Write(Markup page)
    {
        var strip = new Strip(report.Arms.SelectMany(Times).Append(0), 4);
        page.AddPicture(Picture(strip), []);
        string caption = page.NewId("cost-caption");
        using var scroll = page.Element("div", ("class", "scroll"), ("role", "region"), ("aria-labelledby", caption), ("tabindex", "0"));
        using var table = page.Element("table", ("class", "seeds"));
        page.TextElement("caption", TimeCaption + (HasMemory ? MemoryCaption : ""), ("id", caption));
        WriteHead(page, strip);
        using var body = page.Element("tbody");
        for (int arm = 0; arm < report.Arms.Count; arm++) WriteRow(page, strip, arm);
    }

    private bool HasMemory => report.Runs.Any(run => run.Final?.PeakMemoryBytes is not null);

    private double[] Times(string arm) =>
        [.. report.RunsOf(arm).Select(run => run.Final?.MsPerStep).OfType<double>().Where(double.IsFinite)];

    private void WriteHead(Markup page, Strip strip)
    {
        using var head = page.Element("thead");
        using var row = page.Element("tr");
        page.TextElement("th", "Arm", ("scope", "col"));
        using (page.Element("th", ("scope", "col"), ("class", "plot")))
        {
            page.TextElement("span", "Runs", ("class", "unseen"));
            using var svg = Strip.Open(page, 18);
            strip.Labels(page, 13);
        }

        page.TextElement("th", "ms", ("scope", "col"));
        if (HasMemory) page.TextElement("th", "MiB", ("scope", "col"));
    }

    private void WriteRow(Markup page, Strip strip, int arm)
    {
        ArmSummary summary = report.Summary.Arms[arm];
        using var row = page.Element("tr");
        page.TextElement("th", summary.Norm, ("scope", "row"));
        using (page.Element("td", ("class", "plot")))
        {
            using var svg = Strip.Open(page, RowHeight);
            Draw(page, strip, arm);
        }

        page.TextElement("td", Numbers.Milliseconds(summary.MsPerStep));
        if (HasMemory) page.TextElement("td", Memory(summary.Norm));
    }

    private StripChart Picture(Strip strip) => new()
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
