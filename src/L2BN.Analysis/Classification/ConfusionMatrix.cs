namespace L2BN.Analysis.Classification;

/// <summary>Counts of samples by true class (rows) and predicted class (columns).</summary>
public sealed class ConfusionMatrix
{
    private readonly long[,] _counts;

    private ConfusionMatrix(int classes) => _counts = new long[classes, classes];

    /// <summary>Number of classes, at least 1.</summary>
    public int Classes => _counts.GetLength(0);

    /// <summary>Samples of class <paramref name="label"/> that were predicted as <paramref name="prediction"/>.</summary>
    public long this[int label, int prediction] => _counts[label, prediction];

    /// <summary>Adds up the matrices of several evaluations, for example of several seeds.</summary>
    /// <param name="matrices">Counts by (true class, predicted class), all of the same K×K.</param>
    /// <exception cref="ArgumentException">There is no matrix, one is empty or not square, or their sizes differ.</exception>
    public static ConfusionMatrix FromRows(params IReadOnlyList<IReadOnlyList<IReadOnlyList<int>>> matrices)
    {
        ArgumentNullException.ThrowIfNull(matrices);
        int classes = matrices.Count == 0 ? 0 : matrices[0].Count;
        if (classes == 0 || matrices.Any(rows => rows.Count != classes || rows.Any(row => row.Count != classes)))
            throw new ArgumentException("Expected square confusion matrices of one size, at least 1×1.", nameof(matrices));
        ConfusionMatrix sum = new(classes);
        foreach (IReadOnlyList<IReadOnlyList<int>> rows in matrices)
            sum.Add(rows);
        return sum;
    }

    /// <summary>Row <paramref name="label"/> in percent of its samples; NaN if the class does not occur.</summary>
    public double[] Percentages(int label)
    {
        double total = Total(label);
        return [.. Enumerable.Range(0, Classes).Select(prediction => 100 * (double)_counts[label, prediction] / total)];
    }

    /// <summary>
    /// The pairs of classes that are confused most: by the share of the true class, then in the order of the classes; the diagonal and
    /// pairs that are never confused are left out.
    /// </summary>
    /// <param name="count">Pairs to return at most, ≥ 0.</param>
    public IReadOnlyList<Confusion> WorstPairs(int count)
    {
        PriorityQueue<Confusion, (double Percentage, long Order)> worst = new();
        for (int label = 0; label < Classes; label++)
        {
            double total = Total(label);
            for (int prediction = 0; prediction < Classes; prediction++)
            {
                if (label == prediction || _counts[label, prediction] == 0)
                    continue;
                double percentage = 100 * (double)_counts[label, prediction] / total;
                worst.Enqueue(new Confusion(label, prediction, percentage), (percentage, -(((long)label * Classes) + prediction)));
                if (worst.Count > count)
                    worst.Dequeue();
            }
        }

        return [.. worst.UnorderedItems.Select(item => item.Element)
            .OrderByDescending(pair => pair.Percentage).ThenBy(pair => pair.Label).ThenBy(pair => pair.Prediction)];
    }

    private void Add(IReadOnlyList<IReadOnlyList<int>> rows)
    {
        for (int label = 0; label < Classes; label++)
        {
            for (int prediction = 0; prediction < Classes; prediction++)
                _counts[label, prediction] += rows[label][prediction];
        }
    }

    private long Total(int label)
    {
        long sum = 0;
        for (int prediction = 0; prediction < Classes; prediction++)
            sum += _counts[label, prediction];
        return sum;
    }
}

/// <summary>One kind of mistake.</summary>
/// <param name="Label">The true class.</param>
/// <param name="Prediction">The predicted class, another one.</param>
/// <param name="Percentage">Share of the true class's samples, 0 to 100.</param>
public readonly record struct Confusion(int Label, int Prediction, double Percentage);
