using System.Globalization;
using L2BN.Reporting.Writing;
using L2BN.Results;

namespace L2BN.Reporting.Sections;

/// <summary>The command that gives these numbers again, and what they were measured on.</summary>
internal sealed class ReproduceSection(ComparisonReport report) : ReportSection
{
    public override string Title => "Reproduce";

    public override string Id => "reproduce";

    public override bool HasContent => report.Command is not null || Facts().Any();

    public override void Write(Markup page)
    {
        if (report.Command is string command)
            WriteCommand(page, command);
        using Markup.Scope list = page.Element("dl", ("class", "facts"));
        foreach ((string name, string value) in Facts())
        {
            using Markup.Scope pair = page.Element("div");
            page.TextElement("dt", name).TextElement("dd", value);
        }
    }

    private static void WriteCommand(Markup page, string command)
    {
        using Markup.Scope block = page.Element("pre", ("tabindex", "0"), ("role", "region"), ("aria-label", "Command"));
        page.TextElement("code", command);
    }

    private IEnumerable<(string Name, string Value)> Facts()
    {
        if (report.Started is DateTimeOffset started)
            yield return ("Started", started.ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture));
        if (report.Duration is TimeSpan duration)
            yield return ("Duration", Numbers.Duration(duration));
        if (AnalysisCost.Text(report.Runs) is string analysis && report.Runs.Any(run => run.Epochs.Count > 0))
            yield return ("Analysis", analysis);
        if (report.Runs is [var run, ..])
        {
            if (run.Parameters > 0)
                yield return ("Parameters", run.Parameters.ToString("#,0", CultureInfo.InvariantCulture));
            if (run.Request?.DataFingerprint is string fingerprint)
                yield return ("Data", fingerprint);
        }

        if (report.Environment is not EnvironmentRecord environment)
            yield break;
        foreach ((string, string) fact in EnvironmentFacts.List(environment))
            yield return fact;
    }
}

/// <summary>The environment as names and values for people.</summary>
internal static class EnvironmentFacts
{
    public static IEnumerable<(string Name, string Value)> List(EnvironmentRecord record)
    {
        yield return ("L2BN", record.Version);
        yield return ("Processor", record.Processor);
        yield return ("Cores", $"{record.Cores} logical, {record.Threads} used by torch");
        if (record.VectorBits > 0)
            yield return ("Vectors", $"{record.VectorBits} bits");
        yield return ("Memory", $"{Numbers.Fixed(record.MemoryBytes / (double)(1 << 30), 1)} GiB");
        yield return ("Device", record.Device);
        yield return ("System", record.Os);
        yield return ("Runtime", record.Runtime);
        foreach ((string name, string version) in record.Libraries.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            yield return (name, version);
    }
}

/// <summary>What the analysis of the trained networks cost, from the times on record.</summary>
public static class AnalysisCost
{
    /// <summary>
    /// <c>12.1 s, 7.8 % of training and analysis</c>, over all finished runs; null where no analysis was timed. Training is the sum of the
    /// epochs with their evaluation.
    /// </summary>
    public static string? Text(IEnumerable<RunRecord> runs)
    {
        RunRecord[] timed = [.. runs.Where(run => run.Analysis?.Seconds is not null)];
        if (timed.Length == 0)
            return null;
        double analysis = timed.Sum(run => run.Analysis!.Seconds!.Value);
        double training = timed.Sum(run => run.Epochs.Sum(epoch => epoch.Seconds));
        return $"{Numbers.Duration(TimeSpan.FromSeconds(analysis))}, "
            + $"{Numbers.Fixed(100 * analysis / (analysis + training), 1)} % of training and analysis";
    }

    /// <summary><c>12.1 s, 7.8 % of training</c>: the tests on shifts of all finished runs; null where there was none.</summary>
    public static string? ShiftText(IEnumerable<RunRecord> runs)
    {
        RunRecord[] timed = [.. runs.Where(run => run.Shifts?.Seconds is not null)];
        if (timed.Length == 0)
            return null;
        double shifts = timed.Sum(run => run.Shifts!.Seconds!.Value);
        double training = timed.Sum(run => run.Epochs.Sum(epoch => epoch.Seconds));
        return $"{Numbers.Duration(TimeSpan.FromSeconds(shifts))}, {Numbers.Fixed(100 * shifts / training, 1)} % of training";
    }
}
