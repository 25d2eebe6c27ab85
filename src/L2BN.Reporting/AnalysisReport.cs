using L2BN.Reporting.Sections;
using L2BN.Reporting.Tables;
using L2BN.Reporting.Writing;
using L2BN.Results;

namespace L2BN.Reporting;

/// <summary>
/// Writes the analysis of one trained network as one HTML file like a comparison's: discriminability by depth, sample norms, what l2
/// normalization changes, projections, confusion.
/// </summary>
public static class AnalysisReport
{
    /// <summary>The whole page.</summary>
    /// <param name="report">A report of one run with an analysis; see <see cref="FromRun"/>.</param>
    public static string Render(ComparisonReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        RunRecord run = report.Runs[0];
        return ReportPage.Render(
            $"{run.Model} with {run.Norm} on {run.Data}: discriminability",
            HtmlReport.Writer(report),
            page => WriteHeader(page, run),
            Sections(report),
            "Definitions and papers: docs/discriminability.md of L2BN.");
    }

    /// <summary>One analyzed run as a report, for <see cref="Render"/> and <see cref="ReportPictures.CreateForAnalysis"/>.</summary>
    /// <param name="run">The run, with its analysis and, where it was evaluated, its end.</param>
    public static ComparisonReport FromRun(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return new ComparisonReport
        {
            Summary = new ComparisonSummary
            {
                Data = run.Data,
                Model = run.Model,
                Epochs = run.Request?.Epochs ?? 0,
                Arms = [Arm(run)],
                Paired = [],
            },
            Runs = [run],
            Environment = run.Request?.Environment,
            Command = run.Request?.CommandLine is { Count: > 0 } words ? string.Join(' ', words) : null,
            ClassNames = run.Request?.Classes ?? [],
            Started = run.Request?.Started,
        };
    }

    private static ArmSummary Arm(RunRecord run) => new()
    {
        Norm = run.Arm,
        Accuracy = Spread.FromValues(run.Final is { } final ? [final.Accuracy] : []),
        AccuracyRecalibrated = Spread.FromValues(run.Final is { } end ? [end.AccuracyRecalibrated] : []),
        Loss = Spread.FromValues(run.Final is { } last ? [last.Loss] : []),
        Discriminability = Features(run)?.Metrics,
    };

    internal static IEnumerable<ReportSection> Sections(ComparisonReport report) =>
        [
            new DepthSection(report),
            new NormalizingSection(report),
            new NormsSection(report),
            new ProjectionSection(report),
            new ConfusionSection(report),
            new FeatureTapsSection(report),
            new ReproduceSection(report),
        ];

    private static void WriteHeader(Markup page, RunRecord run)
    {
        using Markup.Scope header = page.Element("header", ("class", "verdict"));
        page.TextElement("p", $"{run.Model} with {run.Norm} on {run.Data}", ("class", "eyebrow"));
        page.TextElement("h1", Typography.Bind(Headline(run)));
        page.TextElement(
            "p",
            Typography.Bind(
                "One trained network is one sample: whether a norm separates classes better takes pairs of runs, as "
                    + "'l2bn compare' trains them."),
            ("class", "caveat"));
    }

    /// <summary>The most telling figures in a sentence or two.</summary>
    internal static string Headline(RunRecord run)
    {
        string accuracy = run.Final is { } final
            ? $"{ArmName.InSentence(run.Norm)} reaches {Numbers.Fixed(final.Accuracy, 2)} % on the test split. "
            : "";
        if (Features(run) is not { } tap)
            return $"{accuracy}No layer was found whose features could be measured.";
        return accuracy
            + (
                Metric(tap, "nearest_mean_accuracy") is not { } nearest
                    ? "At the pooled features nothing could be measured: they are not finite, or of one class."
                    : $"At the pooled features {Numbers.Fixed(100 * nearest, 1)} % of the samples are nearest to the "
                        + "mean of their own class, "
                        + $"class separation R² is {MetricNames.Text(Metric(tap, "class_separation_r2"))}, and sample "
                        + $"norms vary by {Numbers.Fixed(100 * Metric(tap, "norm_cv"), 1)} %.");
    }

    private static double? Metric(FeatureTapAnalysis tap, string name) =>
        tap.Metrics.GetValueOrDefault(name) is { } value && double.IsFinite(value) ? value : null;

    private static FeatureTapAnalysis? Features(RunRecord run) => run.Analysis?.FeatureTaps.FirstOrDefault(tap => tap.Side == "features");
}
