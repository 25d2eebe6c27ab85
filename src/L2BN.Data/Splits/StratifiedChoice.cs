namespace L2BN.Data;

/// <summary>Draws samples so that every class keeps its share: a pure function of (labels, size, seed).</summary>
internal static class StratifiedChoice
{
    /// <summary>Returns the drawn positions and the others, both ascending.</summary>
    /// <param name="labels">The class of each sample.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="size">Samples to draw, from the number of classes that occur to the number of samples.</param>
    /// <param name="seed">Chooses among the possible draws.</param>
    internal static (int[] Drawn, int[] Left) Draw(IReadOnlyList<int> labels, int classes, int size, int seed)
    {
        int[][] members = [.. Enumerable.Range(0, classes).Select(label => ShuffledMembers(labels, label, seed))];
        int[] quota = Quotas([.. members.Select(m => m.Length)], size);
        int[] drawn = [.. members.SelectMany((m, label) => m.Take(quota[label])).Order()];
        int[] rest = [.. members.SelectMany((m, label) => m.Skip(quota[label])).Order()];
        return (drawn, rest);
    }

    private static int[] ShuffledMembers(IReadOnlyList<int> labels, int label, int seed)
    {
        int[] members = [.. Enumerable.Range(0, labels.Count).Where(i => labels[i] == label)];
        new SampleRandom(seed, epoch: 0, label, RandomPurpose.Split).Shuffle(members);
        return members;
    }

    /// <summary>Largest remainders, with at least one sample for every class that has any.</summary>
    private static int[] Quotas(int[] counts, int size)
    {
        long total = counts.Sum(count => (long)count);
        int[] quota = [.. counts.Select(count => count == 0 ? 0 : Math.Max(1, (int)((long)count * size / total)))];
        double Shortfall(int i) => (double)counts[i] * size / total - quota[i];
        while (quota.Sum() < size) quota[Pick(counts.Length, i => quota[i] < counts[i], Shortfall)]++;
        while (quota.Sum() > size) quota[Pick(counts.Length, i => quota[i] > 1, i => -Shortfall(i))]--;
        return quota;
    }

    private static int Pick(int count, Func<int, bool> may, Func<int, double> urgency) =>
        Enumerable.Range(0, count).Where(may).MaxBy(urgency);
}
