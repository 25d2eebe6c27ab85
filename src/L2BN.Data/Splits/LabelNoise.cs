using L2BN.Data.Batches;

namespace L2BN.Data.Splits;

/// <summary>Symmetric label noise: a share of the training samples gets the label of another class. Test and validation labels are not
/// changed.</summary>
/// <remarks>Which samples, and what they become, is a function of (seed, index) alone: all arms and runs get the same wrong
/// labels.</remarks>
public static class LabelNoise
{
    /// <summary>Returns the splits with other labels for some training samples.</summary>
    /// <param name="data">The splits; the values of samples and their normalization are not changed.</param>
    /// <param name="share">Share of the training samples that get a wrong label, 0–1, rounded to whole samples. All other classes are
    /// equally likely.</param>
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
        if (wrong == 0)
            return data;
        if (data.Train.Classes.Count < 2)
            throw new ArgumentException($"Expected at least two classes for label noise, got one in {data.Train.Name}.");
        foreach (int index in ChooseSamples(labels.Length, wrong, seed))
            labels[index] = DrawOtherLabel(labels[index], data.Train.Classes.Count, seed, index);
        return data with { Train = new RelabeledDataset(data.Train, labels), Fingerprint = Derive(data.Fingerprint, labels) };
    }

    private static int[] ChooseSamples(int count, int wrong, int seed)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        new SampleRandom(seed, epoch: 0, index: 0, RandomPurpose.LabelNoise).Shuffle(order);
        return order[..wrong];
    }

    private static int DrawOtherLabel(int label, int classes, int seed, int index)
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
