namespace L2BN.Analysis;

/// <summary>Samples kept for a second look: all of them while they fit, then a uniform random subsample (Vitter's algorithm R).</summary>
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
        var place = _random.Below(_seen);
        if (place >= _capacity)
            return;
        feature.CopyTo(_samples[(int)place].Feature);
        _samples[(int)place] = new(_samples[(int)place].Feature, label, prediction, scale);
    }
}

/// <summary>A feature as it came, its class, what the network said, and the factor that makes it unit length.</summary>
internal readonly record struct ReservoirEntry(float[] Feature, int Label, int? Prediction, double Scale);
