using L2BN.Analysis.Projection;

namespace L2BN.Analysis.FeatureMeasures;

/// <summary>
/// Accumulates the features of labeled samples in one pass and measures how well they separate the classes. Memory: 20·K·d bytes for K
/// classes of d features, plus <see cref="FeatureStatisticsOptions.ReservoirBytes"/>; time: O(N·d + K²·d + K³), plus what
/// <see cref="FeatureStatisticsOptions.LeaveOneOutOperations"/> and <see cref="FeatureStatisticsOptions.SilhouetteSamples"/> bound.
/// Not safe for several threads at once.
/// </summary>
public sealed class FeatureStatistics
{
    private readonly FeatureStatisticsOptions _options;
    private readonly ClassMoments?[] _classes;
    private readonly List<double>[] _norms;
    private readonly ReservoirSample _reservoir;
    private int _clamped;

    /// <summary>Makes an empty accumulator.</summary>
    /// <param name="dimension">Features per sample, d ≥ 1; a feature map is flattened.</param>
    /// <param name="classes">Number of classes, K ≥ 2.</param>
    /// <param name="options">Memory and time; default <see cref="FeatureStatisticsOptions"/>.</param>
    public FeatureStatistics(int dimension, int classes, FeatureStatisticsOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        if (classes < 2)
            throw new ArgumentOutOfRangeException(nameof(classes), classes, "Expected at least 2 classes.");
        _options = (options ?? new()).Checked();
        _classes = new ClassMoments?[classes];
        _norms = [.. Enumerable.Range(0, classes).Select(_ => new List<double>())];
        _reservoir = new(dimension, _options.ReservoirBytes, _options.Seed);
        Dimension = dimension;
    }

    /// <summary>Features per sample.</summary>
    public int Dimension { get; }

    /// <summary>Number of classes, with or without samples.</summary>
    public int Classes => _classes.Length;

    /// <summary>Samples added so far.</summary>
    public int Count { get; private set; }

    /// <summary>Adds one sample.</summary>
    /// <param name="feature">Its <see cref="Dimension"/> features, finite; copied.</param>
    /// <param name="label">Its class, 0 to <see cref="Classes"/> − 1.</param>
    /// <param name="prediction">The network's answer, if known; NC4 needs it for every sample.</param>
    /// <exception cref="ArgumentException">Wrong length, label or prediction out of range, or a feature that is not finite.</exception>
    public void Add(ReadOnlySpan<float> feature, int label, int? prediction = null)
    {
        if (feature.Length != Dimension)
            throw new ArgumentException(
                $"Expected {Dimension} features per sample, got {feature.Length} in sample {Count}.",
                nameof(feature));
        RequireClass(label, "label");
        RequireClass(prediction ?? 0, "prediction");
        double norm = Math.Sqrt(SquaredNorm(feature));
        double scale = 1 / Math.Max(norm, _options.NormEps);
        (_classes[label] ??= new(Dimension)).Add(feature, scale, norm * scale * norm * scale);
        _norms[label].Add(norm);
        _reservoir.Add(feature, label, prediction, scale);
        _clamped += norm < _options.NormEps ? 1 : 0;
        Count++;
    }

    /// <summary>Measures what was added so far; more may be added afterwards.</summary>
    /// <param name="ct">Cancels within a second or so.</param>
    /// <exception cref="InvalidOperationException">A class has no sample, or fewer than two classes have one.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was canceled.</exception>
    public Discriminability Compute(CancellationToken ct = default)
    {
        int[] indices = MeasuredClasses();
        ClassMoments[] classes = indices.Select(k => _classes[k]!).ToArray();
        ReservoirEntry[] samples = Relabeled(indices);
        ReservoirEntry[] few = Subsample(samples, _options.SilhouetteSamples, _options.Seed ^ 0x51F0);
        ReservoirEntry[] many = Subsample(samples, LeaveOneOutSamples(classes.Length), _options.Seed ^ 0x1F00);
        var unit = ClassMeans.FromMoments(classes, Dimension, unit: true);
        return new Discriminability
        {
            Samples = Count,
            Dimension = Dimension,
            Classes = indices,
            LeaveOneOutSamples = many.Length,
            SilhouetteSamples = few.Length,
            Norms = NormStatisticsCalculator.Compute([.. indices.Select(k => _norms[k])], indices, _options.HistogramBins, _clamped),
            Cosines = CosineStatistics.Compute(unit, classes),
            Raw = Geometry(ClassMeans.FromMoments(classes, Dimension, unit: false), many, few, unit: false, ct),
            Unit = Geometry(unit, many, few, unit: true, ct),
        };
    }

    /// <summary>The two directions of largest variance of the reservoir's samples, and the samples' coordinates along them.</summary>
    /// <param name="unit">Whether to scale every sample to unit length first; default false.</param>
    /// <param name="ct">Cancels within a second or so.</param>
    /// <exception cref="InvalidOperationException">Fewer than two samples.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was canceled.</exception>
    public FeatureProjection PrincipalComponents(bool unit = false, CancellationToken ct = default) =>
        PrincipalPlane.Project(_reservoir.Samples, Dimension, unit, ct);

    /// <summary>The samples of three classes on the plane through their class means (Müller, Kornblith and Hinton 2019).</summary>
    /// <param name="a">The class whose mean and the next one's span the horizontal axis.</param>
    /// <param name="b">Another class.</param>
    /// <param name="c">A third class, on the upper side.</param>
    /// <param name="unit">Whether to scale every sample to unit length first; default false.</param>
    /// <exception cref="ArgumentException">The classes are not three different ones.</exception>
    /// <exception cref="InvalidOperationException">One of them has no sample, or the three means lie on one line.</exception>
    public FeatureProjection ClassPlane(int a, int b, int c, bool unit = false)
    {
        int[] chosen = [a, b, c];
        foreach (int index in chosen)
            RequireClass(index, "class");
        if (chosen.Distinct().Count() < 3)
            throw new ArgumentException($"Expected three different classes, got {a}, {b} and {c}.");
        int[] empty = chosen.Where(index => _classes[index] is null).ToArray();
        if (empty.Length > 0)
            throw new InvalidOperationException(
                $"Expected samples of classes {a}, {b} and {c}, got none of class {empty[0]}; choose classes that occur.");
        var means = ClassMeans.FromMoments([.. chosen.Select(index => _classes[index]!)], Dimension, unit);
        return ThreeClassPlane.Project(means.Means, chosen, _reservoir.Samples, unit);
    }

    private static ClassGeometry Geometry(
        ClassMeans means,
        ReservoirEntry[] many,
        ReservoirEntry[] few,
        bool unit,
        CancellationToken ct)
    {
        float[][] features = unit ? [.. few.Select(UnitLength)] : few.Select(sample => sample.Feature).ToArray();
        double? silhouette = Silhouette.Mean(features, [.. few.Select(sample => sample.Label)], means.Classes, ct);
        return ClassGeometryCalculator.Compute(means, LeaveOneOutPass.Run(means, many, unit, ct), silhouette);
    }

    private int[] MeasuredClasses()
    {
        int[] empty = [.. Enumerable.Range(0, Classes).Where(k => _classes[k] is null)];
        if (empty.Length > 0 && !_options.IgnoreEmptyClasses)
        {
            throw new InvalidOperationException(
                $"Expected at least one sample of every class, got none of {empty.Length} of {Classes} (class " +
                $"{string.Join(", ", empty.Take(5))}{(empty.Length > 5 ? ", …" : "")}); add samples of them, or set " +
                $"{nameof(FeatureStatisticsOptions.IgnoreEmptyClasses)}.");
        }
        int filled = Classes - empty.Length;
        if (filled < 2)
            throw new InvalidOperationException($"Expected samples of at least 2 classes, got samples of {filled} of {Classes}.");
        return [.. Enumerable.Range(0, Classes).Except(empty)];
    }

    // Labels and predictions become positions among the measured classes; a prediction of an unmeasured class agrees with none.
    private ReservoirEntry[] Relabeled(int[] indices)
    {
        int[] position = new int[Classes];
        Array.Fill(position, -1);
        for (int k = 0; k < indices.Length; k++)
            position[indices[k]] = k;
        return [.. _reservoir.Samples.Select(Relabel)];
        ReservoirEntry Relabel(ReservoirEntry s) =>
            s with
            {
                Label = position[s.Label],
                Prediction = s.Prediction is { } p ? position[p] : null,
            };
    }

    private int LeaveOneOutSamples(int classes) =>
        (int)Math.Clamp(_options.LeaveOneOutOperations / ((long)classes * (Dimension + classes)), 2, int.MaxValue);

    private static ReservoirEntry[] Subsample(ReservoirEntry[] samples, int count, ulong seed)
    {
        if (samples.Length <= count)
            return samples;
        SplitMix64 random = new(seed);
        var shuffled = (ReservoirEntry[])samples.Clone();
        for (int i = 0; i < count; i++)
        {
            int j = i + (int)random.Below(shuffled.Length - i);
            (shuffled[i], shuffled[j]) = (shuffled[j], shuffled[i]);
        }

        return shuffled[..count];
    }

    private static float[] UnitLength(ReservoirEntry sample) => [.. sample.Feature.Select(x => (float)(x * sample.Scale))];

    private double SquaredNorm(ReadOnlySpan<float> feature)
    {
        double sum = 0;
        foreach (float x in feature)
            sum += (double)x * x;
        if (!double.IsFinite(sum))
            throw new ArgumentException(NotFinite(feature), nameof(feature));
        return sum;
    }

    private string NotFinite(ReadOnlySpan<float> feature)
    {
        int at = feature.IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
        return $"Expected finite features, got {feature[at]} at {at} of sample {Count}; " +
            "a network that diverged cannot be measured.";
    }

    private void RequireClass(int index, string what)
    {
        if ((uint)index >= (uint)Classes)
            throw new ArgumentOutOfRangeException(what, index, $"Expected a {what} from 0 to {Classes - 1}.");
    }
}
