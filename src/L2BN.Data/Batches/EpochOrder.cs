namespace L2BN.Data;

/// <summary>The order in which an epoch visits the samples: a pure function of (seed, epoch).</summary>
internal static class EpochOrder
{
    internal static int[] Of(int count, int seed, int epoch, bool shuffle)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        if (shuffle) new SampleRandom(seed, epoch, 0, RandomPurpose.Order).Shuffle(order);
        return order;
    }
}
