using L2BN.Analysis.Classification;
using L2BN.Reporting.Charts;
using L2BN.Reporting.Tables;
using L2BN.Reporting.Writing;

namespace L2BN.Reporting.Sections;

/// <summary>
/// Which classes are taken for which: one matrix per arm over all its runs, and the difference of every other to the first. Many classes
/// are shown as images, with a table of the most frequent mistakes.
/// </summary>
internal sealed class ConfusionSection(ComparisonReport report) : ReportSection
{
    private const int WorstPerArm = 10;
    private readonly ConfusionMatrix?[] _matrices = [.. report.Arms.Select(arm => Sum(report, arm))];

    public override string Title => "Confusion";

    public override string Id => "confusion";

    public override bool HasContent => _matrices.Any(matrix => matrix is not null);

    private bool HasImages => _matrices.Any(matrix => matrix?.Classes > HeatMap.MostSquares);

    public override void Write(Markup page)
    {
        double[][]?[] percentages =
        [
            .. _matrices.Select(matrix => matrix is null ? null : Enumerable.Range(0, matrix.Classes).Select(matrix.Percentages).ToArray()),
        ];
        WriteCharts(
            page,
            [],
            "Rows: true class; columns: prediction; "
            + (HasImages ? "tint: square root of the share of the true class" : "cells: share of the true class in percent")
            + (report.Runs.Count > 1 ? ", over all runs of an arm" : "")
            + (report.Arms.Count > 1 ? ". A difference is in points: on the diagonal more is better, beside it less is." : "."),
            Charts(percentages));
        if (HasImages)
            WriteWorstPairs(page);
    }

    private IEnumerable<Chart> Charts(double[][]?[] matrices)
    {
        for (int arm = 0; arm < matrices.Length; arm++)
        {
            if (matrices[arm] is double[][] matrix)
                yield return Matrix(arm, matrix);
        }

        for (int arm = 1; arm < matrices.Length; arm++)
        {
            if (matrices[arm] is double[][] b && matrices[0] is double[][] a && a.Length == b.Length)
                yield return Difference(arm, a, b);
        }
    }

    private HeatMap Matrix(int arm, double[][] matrix) => new()
    {
        Title = report.Arms[arm],
        Description = $"Confusion matrix of {report.Arms[arm]}. {Worst(_matrices[arm]!)}",
        Values = matrix,
        Names = Names(matrix.Length),
        Arm = arm,
        Scale = 100,
    };

    private HeatMap Difference(int arm, double[][] a, double[][] b) => new()
    {
        Title = $"{report.Arms[arm]} − {report.Arms[0]}, points",
        Description = $"Difference of the confusion matrices of {report.Arms[arm]} and {report.Arms[0]}, in points.",
        Values = [.. a.Zip(b, (rowA, rowB) => rowA.Zip(rowB, (x, y) => y - x).ToArray())],
        Names = Names(a.Length),
        Arm = arm,
        IsDifference = true,
    };

    private void WriteWorstPairs(Markup page)
    {
        (int Label, int Prediction)[] pairs =
        [
            .. _matrices
                .SelectMany(matrix => matrix?.WorstPairs(WorstPerArm) ?? [])
                .Select(pair => (pair.Label, pair.Prediction))
                .Distinct(),
        ];
        IReadOnlyList<string> names = Names(_matrices.Max(matrix => matrix?.Classes ?? 0));
        HtmlTable.Write(
            page, "confusion", "numbers",
            $"The {WorstPerArm} most frequent mistakes of {(report.Arms.Count > 1 ? "each arm" : report.Arms[0])}: "
                + "share of the true class, %",
            ["True class", "Prediction", .. report.Arms.Select(arm => (TableCell)arm)],
            pairs.Select(pair => (IEnumerable<TableCell>)
                [names[pair.Label], names[pair.Prediction], .. _matrices.Select(matrix => Share(matrix, pair.Label, pair.Prediction))]));
    }

    private static TableCell Share(ConfusionMatrix? matrix, int label, int prediction)
    {
        double? share = label < matrix?.Classes && prediction < matrix.Classes ? matrix.Percentages(label)[prediction] : null;
        return new TableCell(Numbers.Fixed(share, 1), share);
    }

    // Runs of a folder may have matrices of different sizes, or none: such an arm has no sum.
    private static ConfusionMatrix? Sum(ComparisonReport report, string arm)
    {
        IReadOnlyList<IReadOnlyList<int>>[] matrices =
            [.. report.RunsOf(arm).Select(run => run.Final?.Confusion).OfType<IReadOnlyList<IReadOnlyList<int>>>()];
        int classes = matrices.Length == 0 ? 0 : matrices[0].Count;
        bool square = classes > 0 && matrices.All(rows => rows.Count == classes && rows.All(row => row.Count == classes));
        return square ? ConfusionMatrix.FromRows(matrices) : null;
    }

    private string Worst(ConfusionMatrix matrix)
    {
        IReadOnlyList<string> names = Names(matrix.Classes);
        return matrix.WorstPairs(1) is [var worst]
            ? $"Most frequent mistake: {names[worst.Label]} taken for {names[worst.Prediction]}, {Numbers.Fixed(worst.Percentage, 1)} %."
            : "";
    }

    private IReadOnlyList<string> Names(int classes) => ClassName.All(report.ClassNames, classes);
}
