using System.Globalization;
using L2BN.Results;

namespace L2BN.Reporting;

/// <summary>The command that gives these numbers again, and what they were measured on.</summary>
internal sealed class ReproduceSection(ComparisonReport report) : ReportSection
{
    public override string Title => "Reproduce";

    public override string Id => "reproduce";

    public override bool HasContent => report.Command is not null || Facts().Any();

    public override void Write(Markup page)
    {
        if (report.Command is string command) WriteCommand(page, command);
        using var list = page.Element("dl", ("class", "facts"));
        foreach ((string name, string value) in Facts())
        {
            using var pair = page.Element("div");
            page.TextElement("dt", name).TextElement("dd", value);
        }
    }

    private static void WriteCommand(Markup page, string command)
    {
        using var block = page.Element("pre", ("tabindex", "0"), ("role", "region"), ("aria-label", "Command"));
        page.TextElement("code", command);
    }

    private IEnumerable<(string Name, string Value)> Facts()
    {
        if (report.Started is DateTimeOffset started)
            yield return ("Started", started.ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture));
        if (report.Duration is TimeSpan duration) yield return ("Duration", Numbers.Duration(duration));
        if (AnalysisCost.Text(report.Runs) is string analysis && report.Runs.Any(run => run.Epochs.Count > 0)) yield return ("Analysis", analysis);
        if (report.Runs is [var run, ..])
        {
            if (run.Parameters > 0) yield return ("Parameters", run.Parameters.ToString("#,0", CultureInfo.InvariantCulture));
            if (run.Request?.DataFingerprint is string fingerprint) yield return ("Data", fingerprint);
        }

        if (report.Environment is not EnvironmentRecord environment) yield break;
        foreach ((string, string) fact in EnvironmentFacts.Of(environment)) yield return fact;
    }
}
