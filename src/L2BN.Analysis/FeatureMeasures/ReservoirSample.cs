namespace L2BN.Analysis.FeatureMeasures;

/// <summary>All samples while they fit into a number of bytes, then a uniform random subsample (Vitter 1985, algorithm R).</summary>
internal sealed class ReservoirSample(int dimension, long bytes, ulong seed)
{
    private readonly int _capacity = (int)Math.Clamp(bytes / (4L * dimension), 2, int.MaxValue / 8);
    private readonly List<ReservoirEntry> _samples = [];
    private SplitMix64 _random = new(seed);
    private long _seen;

    public IReadOnlyList<ReservoirEntry> Samples => _samples;

    public void Add(ReadOnlySpan<float> feature, int label, int? prediction, double scale)
    {
        _seen++;
        if (_samples.Count < _capacity)
        {
            _samples.Add(new(feature.ToArray(), label, prediction, scale));
            return;
        }

        long index = _random.Below(_seen);
        if (index >= _capacity)
            return;
        feature.CopyTo(_samples[(int)index].Feature);
        _samples[(int)index] = new(_samples[(int)index].Feature, label, prediction, scale);
    }
}

/// <summary>The features of one sample, its class, the network's prediction, and the factor that scales the features to unit
/// length.</summary>
internal readonly record struct ReservoirEntry(float[] Feature, int Label, int? Prediction, double Scale);
