namespace L2BN.Analysis;

/// <summary>Counts of true classes (rows) against predictions (columns).</summary>
public sealed class ConfusionMatrix
{
    private readonly int[,] _counts;

    /// <summary>Makes an empty matrix.</summary>
    /// <param name="classes">Number of classes, ≥ 1.</param>
    public ConfusionMatrix(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        _counts = new int[classes, classes];
    }

    /// <summary>Number of classes.</summary>
    public int Classes => _counts.GetLength(0);

    /// <summary>Samples counted.</summary>
    public int Samples { get; private set; }

    /// <summary>Samples on the diagonal.</summary>
    public int Correct { get; private set; }

    /// <summary>Share of correct answers, 0…1; null without samples.</summary>
    public double? Accuracy => Share(Correct, Samples);

    /// <summary>Mean recall of the classes that occur, 0…1 (balanced accuracy); null without samples.</summary>
    public double? MeanRecall =>
        Samples == 0 ? null : Enumerable.Range(0, Classes).Select(Recall).OfType<double>().Average();

    /// <summary>Samples of class <paramref name="label"/> that were called <paramref name="prediction"/>.</summary>
    public int this[int label, int prediction] => _counts[Checked(label, nameof(label)), Checked(prediction, nameof(prediction))];

    /// <summary>Counts one answer.</summary>
    public void Add(int label, int prediction)
    {
        _counts[Checked(label, nameof(label)), Checked(prediction, nameof(prediction))]++;
        Samples++;
        Correct += label == prediction ? 1 : 0;
    }

    /// <summary>Adds all counts of another matrix, for example of another seed.</summary>
    public void Add(ConfusionMatrix other)
    {
        ArgumentNullException.ThrowIfNull(other);
        RequireSameSize(other);
        for (var k = 0; k < Classes; k++)
        {
            for (var l = 0; l < Classes; l++)
                _counts[k, l] += other._counts[k, l];
        }
        Samples += other.Samples;
        Correct += other.Correct;
    }

    /// <summary>Share of a class's samples that were recognised, 0…1; null if the class does not occur.</summary>
    public double? Recall(int label) => Share(this[label, label], RowSum(label));

    /// <summary>Share of the answers <paramref name="prediction"/> that were right, 0…1; null if it was never answered.</summary>
    public double? Precision(int prediction) =>
        Share(this[prediction, prediction], Enumerable.Range(0, Classes).Sum(k => _counts[k, prediction]));

    /// <summary>Row <paramref name="label"/> as shares of its samples, 0…1; zeros if the class does not occur.</summary>
    public IReadOnlyList<double> Rates(int label)
    {
        var total = Math.Max(1, RowSum(label));
        return [.. Enumerable.Range(0, Classes).Select(l => (double)_counts[label, l] / total)];
    }

    /// <summary>The counts, row by row.</summary>
    public IReadOnlyList<IReadOnlyList<int>> ToRows()
    {
        return [.. Enumerable.Range(0, Classes).Select(Row)];
        IReadOnlyList<int> Row(int k) => [.. Enumerable.Range(0, Classes).Select(l => _counts[k, l])];
    }

    /// <summary>
    /// What changes from <paramref name="before"/> to this matrix: <see cref="Rates"/> minus the other's, row by row, −1…1. Positive on the
    /// diagonal and negative off it is an improvement; the matrices may hold different numbers of samples.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<double>> Minus(ConfusionMatrix before)
    {
        ArgumentNullException.ThrowIfNull(before);
        RequireSameSize(before);
        return [.. Enumerable.Range(0, Classes).Select(Change)];
        IReadOnlyList<double> Change(int k) => [.. Rates(k).Zip(before.Rates(k), (now, then) => now - then)];
    }

    private int RowSum(int label) => Enumerable.Range(0, Classes).Sum(l => this[label, l]);

    private static double? Share(int part, int whole) => whole == 0 ? null : (double)part / whole;

    private int Checked(int index, string name) =>
        (uint)index < (uint)Classes
            ? index
            : throw new ArgumentOutOfRangeException(name, index, $"Expected a class from 0 to {Classes - 1}.");

    private void RequireSameSize(ConfusionMatrix other)
    {
        if (other.Classes != Classes)
            throw new ArgumentException($"Expected a matrix of {Classes} classes; got one of {other.Classes}.", nameof(other));
    }
}
