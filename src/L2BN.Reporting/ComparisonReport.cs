using L2BN.Results;

namespace L2BN.Reporting;

/// <summary>Everything a report is made of; the reports compute no statistics of their own beyond means and spreads of curves.</summary>
public sealed record ComparisonReport
{
    /// <summary>The result, as <c>--json</c> prints it: every number of the verdict and the table comes from here.</summary>
    public required ComparisonSummary Summary { get; init; }

    /// <summary>All runs, finished or not, by arm and seed.</summary>
    public required IReadOnlyList<RunRecord> Runs { get; init; }

    /// <summary>Where the runs ran; null leaves the list out.</summary>
    public EnvironmentRecord? Environment { get; init; }

    /// <summary>The command that reproduces the comparison, as typed into a shell; null leaves it out.</summary>
    public string? Command { get; init; }

    /// <summary>Names of the classes in the order of their labels; empty numbers them.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>When the comparison was started; null leaves it out.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>How long it took; null leaves it out.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Runs that were asked for, at least those in <see cref="Runs"/>; where more than are finished, the report says so.</summary>
    public int? RunsPlanned { get; init; }

    /// <summary>Further sections, shown after what the runs were analysed for and before cost, in this order.</summary>
    public IReadOnlyList<ReportSection> Sections { get; init; } = [];

    internal int Finished => Runs.Count(run => run.Final is not null);

    internal int Planned => Math.Max(RunsPlanned ?? 0, Runs.Count);

    internal IReadOnlyList<string> DataWarnings => [.. Runs.SelectMany(run => run.Request?.DataWarnings ?? []).Distinct()];

    internal IReadOnlyList<string> Arms => [.. Summary.Arms.Select(arm => arm.Norm)];

    internal int IndexOf(string arm) => Math.Max(0, Arms.ToList().IndexOf(arm));

    internal IReadOnlyList<RunRecord> RunsOf(string arm) => [.. Runs.Where(run => run.Arm == arm).OrderBy(run => run.Seed)];
}
