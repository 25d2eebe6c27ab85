namespace L2BN.Data;

/// <summary>Symmetric label noise: a share of the training samples is said to belong to another class. Test and validation labels stay true.</summary>
/// <remarks>Which samples, and what they become, is a function of (seed, index) alone: every arm and every run sees the same wrong labels.</remarks>
public static class LabelNoise
{
    /// <summary>The splits with a relabelled view of the training samples.</summary>
    /// <param name="data">The splits; the values of samples and their standardisation stay as they are.</param>
    /// <param name="share">Share of the training samples that get a wrong label, 0–1, rounded to whole samples. Each of the other classes is as likely as the next.</param>
    /// <param name="seed">Chooses samples and labels.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> is not in 0–1.</exception>
    /// <exception cref="ArgumentException">There is only one class, so that no label can be wrong.</exception>
    public static DataSplits Apply(DataSplits data, double share, int seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!(share is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "Expected a share of wrong labels from 0 to 1.");
        int[] labels = [.. Enumerable.Range(0, data.Train.Count).Select(data.Train.Label)];
        int wrong = (int)Math.Round(share * labels.Length);
        if (wrong == 0) return data;
        if (data.Train.Classes.Count < 2) throw new ArgumentException($"{data.Train.Name} has one class; no label of it can be wrong.");
        foreach (int index in Chosen(labels.Length, wrong, seed)) labels[index] = Another(labels[index], data.Train.Classes.Count, seed, index);
        return data with { Train = new RelabelledDataset(data.Train, labels), Fingerprint = Derive(data.Fingerprint, labels) };
    }

    private static int[] Chosen(int count, int wrong, int seed)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        new SampleRandom(seed, epoch: 0, index: 0, RandomPurpose.LabelNoise).Shuffle(order);
        return order[..wrong];
    }

    private static int Another(int label, int classes, int seed, int index)
    {
        var random = new SampleRandom(seed, epoch: 1, index, RandomPurpose.LabelNoise);
        return (label + 1 + random.NextInt(classes - 1)) % classes;
    }

    private static string Derive(string fingerprint, int[] labels)
    {
        using var hash = new Fingerprint();
        return hash.Add(fingerprint).Add("labels").Add(labels).Finish();
    }
}
