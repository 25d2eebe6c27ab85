using L2BN.Results;

namespace L2BN.Reporting;

/// <summary>
/// Which classes are taken for which: one matrix per arm over all its runs, and the difference of every other to the first.
/// </summary>
internal sealed class ConfusionSection(ComparisonReport report) : ReportSection
{
    public override string Title => "Confusion";

    public override string Id => "confusion";

    public override bool HasContent => Matrices().Any(matrix => matrix is not null);

    public override void Write(Markup page)
    {
        double[][]?[] matrices = Matrices();
        WriteCharts(
            page,
            [],
            "Rows: true class; columns: prediction; cells: share of the true class in percent"
            + (report.Runs.Count > 1 ? ", over all runs of an arm" : "")
            + (report.Arms.Count > 1 ? ". A difference is in points: on the diagonal more is better, beside it less is." : "."),
            Charts(matrices));
    }

    private IEnumerable<Chart> Charts(double[][]?[] matrices)
    {
        for (int arm = 0; arm < matrices.Length; arm++)
        {
            if (matrices[arm] is double[][] matrix) yield return Matrix(arm, matrix);
        }

        for (int arm = 1; arm < matrices.Length; arm++)
        {
            if (matrices[arm] is double[][] b && matrices[0] is double[][] a && a.Length == b.Length) yield return Difference(arm, a, b);
        }
    }

    private HeatMap Matrix(int arm, double[][] matrix) => new()
    {
        Title = report.Arms[arm],
        Description = $"Confusion matrix of {report.Arms[arm]}. {Worst(matrix)}",
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

    private double[][]?[] Matrices() => [.. report.Arms.Select(arm => Shares([.. Counts(arm)]))];

    private IEnumerable<IReadOnlyList<IReadOnlyList<int>>> Counts(string arm) =>
        report.RunsOf(arm).Select(run => run.Final?.Confusion).OfType<IReadOnlyList<IReadOnlyList<int>>>();

    private static double[][]? Shares(IReadOnlyList<IReadOnlyList<int>>[] counts)
    {
        int classes = counts.Length == 0 ? 0 : counts[0].Count;
        if (classes == 0 || !counts.All(matrix => IsSquare(matrix, classes))) return null;
        double Sum(int row, int column) => counts.Sum(matrix => (double)matrix[row][column]);
        double[] Row(int row) => [.. Enumerable.Range(0, classes).Select(column => Sum(row, column))];
        return [.. Enumerable.Range(0, classes).Select(Row).Select(row => row.Select(count => 100 * count / row.Sum()).ToArray())];
    }

    private static bool IsSquare(IReadOnlyList<IReadOnlyList<int>> matrix, int side) =>
        matrix.Count == side && matrix.All(row => row.Count == side);

    private string Worst(double[][] matrix)
    {
        var pairs = from row in Enumerable.Range(0, matrix.Length)
                    from column in Enumerable.Range(0, matrix.Length)
                    where row != column && double.IsFinite(matrix[row][column])
                    select (row, column, share: matrix[row][column]);
        IReadOnlyList<string> names = Names(matrix.Length);
        (int row, int column, double share) worst = pairs.OrderByDescending(pair => pair.share).FirstOrDefault();
        return worst.share > 0
            ? $"Most frequent mistake: {names[worst.row]} taken for {names[worst.column]}, {Numbers.Fixed(worst.share, 1)} %."
            : "";
    }

    private IReadOnlyList<string> Names(int classes) => ClassName.All(report.ClassNames, classes);
}
