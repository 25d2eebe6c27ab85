using System.Numerics.Tensors;

namespace L2BN.Analysis;

/// <summary>What needs the samples again once the class means are known: NC1, the nearest class mean, and NC4.</summary>
internal sealed class LeaveOneOutPass
{
    private readonly ClassMeans _means;
    private readonly BetweenClassInverse _inverse;
    private readonly double[] _residual, _products, _distances;
    private double _quadratic, _nearest, _agree;
    private int _samples, _predicted;

    private LeaveOneOutPass(ClassMeans means)
    {
        _means = means;
        _inverse = new(means);
        _residual = new double[means.Centre.Length];
        _products = new double[means.Classes];
        _distances = new double[means.Classes];
    }

    /// <summary>tr(Σ_W Σ_B⁺)/K; null if all class means coincide.</summary>
    public double? Nc1 => _inverse.Rank > 0 ? _quadratic / _samples / _means.Classes : null;

    /// <summary>Share of samples nearest to their own class's mean, taken without the sample itself; a tie counts as a share.</summary>
    public double NearestMeanAccuracy => _nearest / _samples;

    /// <summary>
    /// Share of samples whose nearest class mean is not the network's prediction; null unless every sample had a prediction.
    /// </summary>
    public double? Nc4 => _predicted == _samples ? 1 - (_agree / _samples) : null;

    /// <param name="means">Class means of the raw or unit-length features.</param>
    /// <param name="samples">Kept samples, labels being positions in <paramref name="means"/>.</param>
    /// <param name="unit">Whether to normalise the samples.</param>
    public static LeaveOneOutPass At(ClassMeans means, IReadOnlyList<ReservoirEntry> samples, bool unit)
    {
        var look = new LeaveOneOutPass(means);
        foreach (var sample in samples)
            look.Add(sample, unit ? sample.Scale : 1);
        return look;
    }

    private void Add(ReservoirEntry sample, double scale)
    {
        var own = _means.Means[sample.Label];
        for (var j = 0; j < own.Length; j++)
            _residual[j] = (sample.Feature[j] * scale) - own[j];
        for (var k = 0; k < _products.Length; k++)
            _products[k] = TensorPrimitives.Dot<double>(_means.Centred[k], _residual);
        _samples++;
        _quadratic += _inverse.Quadratic(_products);
        Compare(sample.Label, sample.Prediction, TensorPrimitives.SumOfSquares<double>(_residual));
    }

    // Rounding must not decide a tie: means within 1e-12 of the nearest are all nearest, and share the sample.
    private void Compare(int own, int? prediction, double squaredResidual)
    {
        Distances(own, squaredResidual);
        var bound = TensorPrimitives.Min<double>(_distances) + (1e-12 * (squaredResidual + _means.Reach));
        double share = 1.0 / _distances.Count(distance => distance <= bound);
        _nearest += _distances[own] <= bound ? share : 0;
        if (prediction is not { } answer)
            return;
        _predicted++;
        _agree += answer >= 0 && _distances[answer] <= bound ? share : 0;
    }

    // With r = x − μ_own: ‖x − μ_l‖² = ‖r‖² + 2 r·(μ_own − μ_l) + ‖μ_own − μ_l‖². Leaving x out of its own mean moves that mean away:
    // x − μ'_own = r·n/(n−1).
    private void Distances(int own, double squaredResidual)
    {
        for (var l = 0; l < _distances.Length; l++)
            _distances[l] = squaredResidual + (2 * (_products[own] - _products[l])) + _means.SquaredDistances[own, l];
        var n = _means.Counts[own];
        _distances[own] = n > 1 ? squaredResidual * n / (n - 1) * n / (n - 1) : double.PositiveInfinity;
    }
}
