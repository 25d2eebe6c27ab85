using L2BN.Results;

namespace L2BN.Reporting;

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
        var strip = new Strip(_rows.SelectMany(row => row.Select(run => run?.Final?.Accuracy ?? double.NaN)), 3);
        page.AddPicture(Picture(strip), report.Arms);
        string caption = page.NewId("seeds-caption");
        Legend.Write(page, report.Arms);
        using var scroll = page.Element("div", ("class", "scroll"), ("role", "region"), ("aria-labelledby", caption), ("tabindex", "0"));
        using var table = page.Element("table", ("class", "seeds"));
        page.TextElement("caption", Caption, ("id", caption));
        WriteHead(page, strip);
        using var body = page.Element("tbody");
        foreach (RunRecord?[] row in _rows) WriteRow(page, strip, row);
    }

    private string Caption => _arms.Count > 1
        ? $"Test accuracy in the final epoch, %, one row per pair of runs. Δ: difference to {_arms[0].Norm} in points."
        : "Test accuracy in the final epoch, %.";

    private void WriteHead(Markup page, Strip strip)
    {
        using var head = page.Element("thead");
        using var row = page.Element("tr");
        page.TextElement("th", "Seed", ("scope", "col"));
        using (page.Element("th", ("scope", "col"), ("class", "plot")))
        {
            page.TextElement("span", "Accuracy", ("class", "unseen"));
            using var svg = Strip.Open(page, 18);
            strip.Labels(page, 13);
        }

        foreach (ArmSummary arm in _arms) page.TextElement("th", arm.Norm, ("scope", "col"), ("class", "roomy"));
        foreach (ArmSummary arm in _arms.Skip(1)) page.TextElement("th", _arms.Count == 2 ? "Δ" : $"Δ {arm.Norm}", ("scope", "col"));
    }

    private void WriteRow(Markup page, Strip strip, RunRecord?[] row)
    {
        double?[] values = Accuracies(row);
        using var element = page.Element("tr");
        page.TextElement("th", Seed(row), ("scope", "row"));
        using (page.Element("td", ("class", "plot")))
        {
            using var svg = Strip.Open(page, RowHeight);
            Draw(page, strip, values);
        }

        foreach (double? value in values) WriteNumber(page, "roomy", Numbers.Fixed(value, 2), value);
        foreach (double? value in values.Skip(1)) WriteNumber(page, null, Numbers.Signed(value - values[0], 2), value - values[0]);
    }

    private StripChart Picture(Strip strip) => new()
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
        if (present.Length > 1) strip.Bar(page, "link", present.Min(), present.Max(), RowHeight / 2);
        for (int arm = 0; arm < values.Length; arm++)
        {
            string title = $"{_arms[arm].Norm}: {Numbers.Fixed(values[arm], 2)} %";
            strip.Marker(page, "marker", arm, values[arm] ?? double.NaN, RowHeight / 2 + Dodge(strip, values, arm), title);
        }
    }

    // Arms that reached the same accuracy would hide each other: the second goes below the line, the third above it.
    private static double Dodge(Strip strip, double?[] values, int arm) =>
        values.Take(arm).Count(value => strip.Covers(value, values[arm])) switch { 0 => 0, 1 => 7, _ => -7 };

    private static void WriteNumber(Markup page, string? kind, string text, double? value)
    {
        using var cell = page.Element("td", ("class", kind));
        if (Numbers.Exact(value) is string exact) page.TextElement("data", text, ("value", exact));
        else page.Text(text);
    }
}
