using L2BN.Reporting.Writing;
using L2BN.Results;

namespace L2BN.Reporting.Tables;

/// <summary>The shifts of a comparison: accuracy of each arm, and what each arm's difference to the first says.</summary>
internal static class ShiftTable
{
    public static bool HasContent(ComparisonSummary summary) => summary.ShiftSamples is not null && Names(summary).Count > 0;

    public static IReadOnlyList<string> Names(ComparisonSummary summary) =>
        summary.Arms.Count > 0 && summary.Arms[0].Shifts is { } shifts ? [.. shifts.Keys] : [];

    public static IReadOnlyList<string> Head(ComparisonSummary summary) =>
    [
        "Shift",
        .. summary.Arms.Select(arm => arm.Norm),
        .. summary.Paired.SelectMany(pair => summary.Paired.Count > 1 ? [$"Δ {pair.B}", "Verdict"] : Single),
    ];

    // Lines of a terminal are wide enough for p of one pair, and for the spread of two arms.
    private static IReadOnlyList<string> Single => ["Δ", "p", "Verdict"];

    public static IEnumerable<TableRow> Rows(ComparisonSummary summary) => Names(summary).Select(name => new TableRow(name,
    [
        .. summary.Arms.Select(arm => Accuracy(arm.Shifts![name].Accuracy, withSpread: summary.Paired.Count < 2)),
        .. summary.Paired.SelectMany(pair => Cells(pair.Shifts![name], withP: summary.Paired.Count < 2)),
    ]));

    /// <summary>What is in the table.</summary>
    public static string Caption(ComparisonSummary summary) =>
        $"Accuracy on {summary.ShiftSamples} shifted test samples, %, the mean over the severities"
        + $"{(summary.Paired.Count < 2 ? " ± standard deviation over seeds" : "")}."
        + (summary.Paired.Count > 0 ? $" Δ: difference to {summary.Arms[0].Norm} in points; verdicts: corrected over all shifts." : "");

    /// <summary>One sentence per pair: the shifts by verdict.</summary>
    public static IEnumerable<string> Sentences(ComparisonSummary summary) => HasContent(summary)
        ? summary.Paired.Where(pair => pair.Shifts is not null).Select(pair => Sentence(pair, summary.ShiftSamples!.Value)) : [];

    private static string Sentence(PairedSummary pair, int samples)
    {
        (string a, string b) = (ArmName.InSentence(pair.A), ArmName.InSentence(pair.B));
        IEnumerable<string> groups = pair.Shifts!.GroupBy(shift => shift.Value.Verdict).Select(group =>
            $"{group.Key} under {string.Join(", ", group.Select(shift => $"{shift.Key} ({Numbers.Signed(shift.Value.DeltaMean, 1)})"))}");
        return $"Shifted test samples ({samples} each), {b} against {a} in points: {string.Join("; ", groups)}.";
    }

    private static TableCell Accuracy(Spread spread, bool withSpread) =>
        withSpread ? TableCell.FromSpread(spread, 1) : new(Numbers.Fixed(spread.Mean, 1), spread.Mean);

    private static IEnumerable<TableCell> Cells(PairedShift shift, bool withP) =>
    [
        new(Numbers.Signed(shift.DeltaMean, 1), shift.DeltaMean),
        .. withP ? (TableCell[])[new(Numbers.P(shift.P), shift.P)] : [],
        shift.Verdict,
    ];
}
