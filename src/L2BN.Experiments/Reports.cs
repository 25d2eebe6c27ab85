using L2BN.Data;
using L2BN.Reporting;
using L2BN.Results;

namespace L2BN.Experiments;

/// <summary>Hands a finished comparison to the Reporting room.</summary>
internal static class Reports
{
    public static string Render(
        ComparisonSummary summary, IReadOnlyList<RunRecord> runs, ComparisonOptions options, DataSplits data, DateTimeOffset started) =>
        HtmlReport.Render(new ComparisonReport
        {
            Summary = summary,
            Runs = runs,
            Environment = RunEnvironment.Read(options.Training.Device),
            Command = options.Command,
            Sections = options.Sections,
            ClassNames = data.Train.Classes,
            Started = started,
            Duration = DateTimeOffset.Now - started,
        });
}
