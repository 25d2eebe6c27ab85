using L2BN.Reporting;
using L2BN.Reporting.Writing;
using L2BN.Results;

namespace L2BN.Experiments;

/// <summary>A comparison read back from its run folders alone, as far as it has come.</summary>
public static class StoredComparison
{
    /// <summary>Reads every run below a folder and computes the summary anew.</summary>
    /// <param name="folder">What <c>l2bn compare --out</c> or <see cref="ComparisonOptions.Output"/> named.</param>
    /// <param name="margin">Margin of equivalence in percentage points; null takes the one on record, if any.</param>
    /// <exception cref="ResultsException">There is no run, a file is damaged, or the runs do not belong together.</exception>
    public static ComparisonReport Read(string folder, double? margin = null)
    {
        var comparison = ComparisonFolder.Open(folder);
        IReadOnlyList<RunRecord> runs = comparison.ReadRuns();
        if (runs.Count == 0)
            throw new ResultsException($"'{folder}' holds no run. Give the folder that 'l2bn compare --out' wrote.");
        double? recorded = comparison.HasSummary
            ? (comparison.ReadSummary().Paired is [var pair, ..] ? pair.Margin : null)
            : comparison.ReadLooks() is [.., var look] ? look.Margin : null;
        ComparisonReport report = FromRuns(
            runs,
            margin ?? recorded,
            (pairs, arms) => LookPlan.Read(comparison, pairs, arms));
        return report with { Summary = report.Summary with { Report = Path.GetFullPath(comparison.ReportPath) } };
    }

    /// <summary>Puts runs together: of every arm the seeds that all arms have finished.</summary>
    /// <param name="runs">At least one run; unfinished ones are listed but not compared.</param>
    /// <param name="margin">Margin of equivalence in percentage points; null for none.</param>
    /// <exception cref="ResultsException">There is no run, or the runs are of different models, data sets, data or lengths.</exception>
    public static ComparisonReport FromRuns(IReadOnlyList<RunRecord> runs, double? margin = null) =>
        FromRuns(runs, margin, (_, _) => LookPlan.Once);

    /// <summary>Puts on record that verdicts were computed from the pairs that are finished.</summary>
    /// <param name="folder">The comparison's folder.</param>
    /// <param name="report">What <see cref="Read"/> gave.</param>
    /// <exception cref="ResultsException">The folder cannot be written.</exception>
    public static void RecordLook(string folder, ComparisonReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var comparison = ComparisonFolder.Open(folder);
        string[] arms = [.. report.Summary.Arms.Select(arm => arm.Norm)];
        int pairs = report.PairsFinished;
        bool isKnown = LookPlan.Looks(comparison).Any(look => look.Pairs == pairs && look.Arms.SequenceEqual(arms));
        if (report.Summary.Paired.Count > 0 && !isKnown)
            comparison.AddLook(LookPlan.CreateRecord(report.Summary, pairs, []));
    }

    private static ComparisonReport FromRuns(
        IReadOnlyList<RunRecord> runs, double? margin, Func<int, IReadOnlyList<string>, LookPlan> look)
    {
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Count == 0)
            throw new ResultsException("There is no run to report on.");
        Agree(runs, "models", run => run.Model);
        Agree(runs, "data sets", run => run.Data);
        Agree(runs, "numbers of epochs", run => $"{run.Request?.Epochs}");
        Arm[] arms = [.. runs.OrderBy(run => run.ArmIndex).Select(run => run.Arm).Distinct().Select(name => Named(name, runs))];
        foreach (IGrouping<int, RunRecord> pair in runs.GroupBy(run => arms.First(arm => arm.Name == run.Arm).BaseSeed(run.Seed)))
            Agree([.. pair], "samples", run => run.Request?.DataFingerprint ?? "");
        IReadOnlyList<RunRecord> paired = Paired(arms, runs);
        int pairs = paired.Count / arms.Length;
        return new ComparisonReport
        {
            Summary = Summaries.Create(arms, paired, runs[0], margin, look(pairs, [.. arms.Select(arm => arm.Name)])),
            PairsFinished = pairs,
            Runs = runs,
            Environment = runs[0].Request?.Environment,
            Command = Command(runs),
            ClassNames = runs[0].Request?.Classes ?? [],
            Started = runs.Min(run => run.Request?.Started),
        };
    }

    // A later command may have added seeds or arms to the folder: it then names those before it too.
    private static string? Command(IReadOnlyList<RunRecord> runs) =>
        runs.MaxBy(run => run.Request?.Started)?.Request?.CommandLine is { Count: > 0 } words ? string.Join(' ', words) : null;

    private static void Agree(IReadOnlyList<RunRecord> runs, string what, Func<RunRecord, string> value)
    {
        string[] values = [.. runs.Select(value).Distinct()];
        if (values.Length > 1)
            throw new ResultsException($"The runs are of different {what} ({string.Join(", ", values)}) and cannot be compared.");
    }

    private static Arm Named(string name, IReadOnlyList<RunRecord> runs)
    {
        string norm = runs.First(run => run.Arm == name).Norm;
        if (name == norm)
            return new Arm(name, norm, 0);
        if (name.StartsWith(norm + "#", StringComparison.Ordinal)
            && NumberText.TryParseDigits(name.AsSpan(norm.Length + 1), out int number)
            && number > 1)
            return new Arm(name, norm, number - 1);
        throw new ResultsException(
            $"Expected an arm '{norm}' or '{norm}#N', got '{name}'; its run folder was changed by hand, run the comparison again.");
    }

    private static IReadOnlyList<RunRecord> Paired(IReadOnlyList<Arm> arms, IReadOnlyList<RunRecord> runs)
    {
        var finished = arms.ToDictionary(arm => arm.Name, arm => runs.Where(run => run.Arm == arm.Name && run.IsFinished).ToArray());
        var shared = arms.Select(arm => finished[arm.Name].Select(run => arm.BaseSeed(run.Seed)))
            .Aggregate((a, b) => a.Intersect(b))
            .ToHashSet();
        return [.. arms.SelectMany(arm => finished[arm.Name].Where(run => shared.Contains(arm.BaseSeed(run.Seed))))];
    }
}
