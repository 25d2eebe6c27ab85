using L2BN.Reporting.Writing;
using L2BN.Results;

namespace L2BN.Reporting.Tables;

/// <summary>The table of a comparison, one column per arm and one row per measure, for all formats.</summary>
internal sealed record ComparisonTable(IReadOnlyList<string> Arms, IReadOnlyList<TableRow> Rows)
{
    public static ComparisonTable FromSummary(ComparisonSummary summary)
    {
        IReadOnlyList<ArmSummary> arms = summary.Arms;
        PairedSummary?[] pairs = [null, .. arms.Skip(1).Select(arm => summary.Paired.FirstOrDefault(pair => pair.B == arm.Norm))];
        List<TableRow> rows =
        [
            Measured("Test accuracy, %", arms.Select(arm => arm.Accuracy), 2),
            Measured("Recalibrated accuracy, %", arms.Select(arm => arm.AccuracyRecalibrated), 2),
            Measured("Test loss", arms.Select(arm => arm.Loss), 3),
        ];
        if (arms.Any(arm => arm.Failed > 0))
            rows.Add(new("Failed runs", [.. arms.Select(arm => new TableCell($"{arm.Failed}", arm.Failed))]));
        if (arms.Count > 1)
            rows.AddRange([.. Paired(arms[0].Norm, pairs), .. Beside(pairs)]);
        rows.AddRange(Cost(arms));
        return new ComparisonTable([.. arms.Select(arm => arm.Norm)], rows);
    }

    private static TableRow Measured(string label, IEnumerable<Spread> spreads, int decimals) =>
        new(label, [.. spreads.Select(spread => TableCell.FromSpread(spread, decimals))]);

    private static IEnumerable<TableRow> Paired(string first, PairedSummary?[] pairs) =>
    [
        Row($"Difference to {first}, points", pairs, pair => new(Numbers.Signed(pair.DeltaMean, 2), pair.DeltaMean)),
        Row("95 % interval", pairs, pair => TableCell.FromInterval(pair.Ci95, 2)),
        Row("p (sign-flip)", pairs, pair => new(Numbers.P(pair.PSignFlip), pair.PSignFlip)),
        Row("Smallest decidable, points", pairs, pair => new(Numbers.Fixed(pair.SmallestDetectable, 2), pair.SmallestDetectable)),
        Row("Verdict", pairs, pair => pair.Verdict),
    ];

    // Summaries of earlier versions have neither.
    private static IEnumerable<TableRow> Beside(PairedSummary?[] pairs)
    {
        if (pairs.Any(pair => pair?.Loss is not null))
        {
            yield return Row("Difference in test loss", pairs, pair => new(Numbers.Signed(pair.Loss?.DeltaMean, 3), pair.Loss?.DeltaMean));
            yield return Row("Verdict on test loss", pairs, pair => pair.Loss?.Verdict ?? Numbers.Missing);
        }

        if (pairs.Any(pair => pair?.Correlation is not null))
            yield return Row("Correlation within pairs", pairs, pair => new(Numbers.Signed(pair.Correlation, 2), pair.Correlation));
    }

    private static TableRow Row(string label, PairedSummary?[] pairs, Func<PairedSummary, TableCell> cell) =>
        new(label, [.. pairs.Select(pair => pair is null ? TableCell.None : cell(pair))]);

    private static IEnumerable<TableRow> Cost(IReadOnlyList<ArmSummary> arms)
    {
        yield return new("Time per step, ms", [.. arms.Select(arm => new TableCell(Numbers.Milliseconds(arm.MsPerStep), arm.MsPerStep))]);
        if (arms.Count > 1)
        {
            IEnumerable<TableCell> ratios = arms.Skip(1).Select(arm => Ratio(arm.MsPerStep / arms[0].MsPerStep));
            yield return new($"Time relative to {arms[0].Norm}", [TableCell.None, .. ratios]);
        }

        if (arms.Any(arm => arm.PeakMemoryBytes is not null))
            yield return new("Peak memory, MiB", [.. arms.Select(arm => Memory(arm.PeakMemoryBytes))]);
    }

    private static TableCell Memory(long? bytes) =>
        bytes is long known ? new(Numbers.Mebibytes(known), known / (double)(1 << 20)) : TableCell.Missing;

    private static TableCell Ratio(double? ratio) =>
        new(Numbers.Exact(ratio) is null ? Numbers.Missing : Numbers.Fixed(ratio, 2) + "×", ratio);
}

/// <summary>One measure over all arms.</summary>
internal sealed record TableRow(string Label, IReadOnlyList<TableCell> Cells);
