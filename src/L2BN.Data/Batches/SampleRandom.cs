using L2BN.Data.Splits;

namespace L2BN.Data.Batches;

/// <summary>The use of a stream of random numbers; streams of different uses are independent.</summary>
public enum RandomPurpose
{
    /// <summary>Crops, flips and the like.</summary>
    Augmentation,

    /// <summary>The order of an epoch.</summary>
    Order,

    /// <summary>The choice of a split or a subset.</summary>
    Split,

    /// <summary>Partners and weights of mixed samples.</summary>
    Mixing,

    /// <summary>Which labels are replaced, and by which.</summary>
    LabelNoise,

    /// <summary>Changes of test samples.</summary>
    Shift,
}

/// <summary>
/// Random numbers that are a pure function of (seed, epoch, index, purpose): the finalizer of <see cref="SplitMix64"/> over a counter,
/// equal on every platform and runtime.
/// </summary>
public struct SampleRandom
{
    private SplitMix64 _generator;

    /// <summary>Starts the stream of one sample.</summary>
    /// <param name="seed">Of the run.</param>
    /// <param name="epoch">From 0.</param>
    /// <param name="index">Of the sample in its data set.</param>
    /// <param name="purpose">What the numbers are for.</param>
    public SampleRandom(int seed, int epoch, int index, RandomPurpose purpose = RandomPurpose.Augmentation)
    {
        ulong key = SplitMix64.Mix((uint)seed + SplitMix64.Step);
        key = SplitMix64.Mix(key ^ ((ulong)(uint)epoch << 32 | (uint)index));
        _generator = new SplitMix64(SplitMix64.Mix(key + SplitMix64.Step * (ulong)(1 + (int)purpose)));
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextBits() => _generator.Next();

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    public double NextDouble() => _generator.Unit();

    /// <summary>Uniform in [low, high).</summary>
    public double NextDouble(double low, double high) => low + (high - low) * NextDouble();

    /// <summary>True with probability <paramref name="probability"/>.</summary>
    public bool NextBool(double probability = 0.5) => NextDouble() < probability;

    /// <summary>Standard normal (Box and Muller 1958).</summary>
    public double NextNormal()
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return radius * Math.Cos(2 * Math.PI * NextDouble());
    }

    /// <summary>Uniform in 0 … <paramref name="bound"/> − 1, without bias (Lemire 2019).</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is not positive.</exception>
    public int NextInt(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        ulong product = (NextBits() >> 32) * (uint)bound;
        uint threshold = (uint)-bound % (uint)bound;
        while ((uint)product < threshold)
            product = (NextBits() >> 32) * (uint)bound;
        return (int)(product >> 32);
    }

    /// <summary>Puts <paramref name="items"/> into random order (Fisher and Yates).</summary>
    public void Shuffle(Span<int> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
