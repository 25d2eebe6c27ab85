using System.Numerics.Tensors;

namespace L2BN.Analysis.FeatureMeasures;

/// <summary>
/// The second pass over the samples, once the class means are known: NC1, nearest-class-mean accuracy and NC4. A sample is left out of its
/// own class mean. O(N·K·(d + K)) time.
/// </summary>
internal sealed class LeaveOneOutPass
{
    private readonly ClassMeans _means;
    private readonly BetweenClassInverse _inverse;
    private readonly double[] _residual, _products, _distances;
    private double _quadratic, _nearest, _agree;
    private int _samples, _predicted;

    private LeaveOneOutPass(ClassMeans means, CancellationToken ct)
    {
        _means = means;
        _inverse = new(means, ct);
        _residual = new double[means.Center.Length];
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
    /// <param name="samples">The samples; labels are positions in <paramref name="means"/>.</param>
    /// <param name="unit">Whether to normalize the samples.</param>
    /// <param name="ct">Cancels between two samples.</param>
    public static LeaveOneOutPass Run(ClassMeans means, IReadOnlyList<ReservoirEntry> samples, bool unit, CancellationToken ct)
    {
        LeaveOneOutPass pass = new(means, ct);
        foreach (ReservoirEntry sample in samples)
        {
            ct.ThrowIfCancellationRequested();
            pass.Add(sample, unit ? sample.Scale : 1);
        }

        return pass;
    }

    private void Add(ReservoirEntry sample, double scale)
    {
        double[] own = _means.Means[sample.Label];
        for (int j = 0; j < own.Length; j++)
            _residual[j] = (sample.Feature[j] * scale) - own[j];
        for (int k = 0; k < _products.Length; k++)
            _products[k] = TensorPrimitives.Dot<double>(_means.Centered[k], _residual);
        _samples++;
        _quadratic += _inverse.Quadratic(_products);
        Compare(sample.Label, sample.Prediction, TensorPrimitives.SumOfSquares<double>(_residual));
    }

    // Rounding must not decide a tie: means within 1e-12 of the nearest are all nearest, and share the sample.
    private void Compare(int own, int? prediction, double squaredResidual)
    {
        Distances(own, squaredResidual);
        double bound = TensorPrimitives.Min<double>(_distances) + (1e-12 * (squaredResidual + _means.LargestSquaredDistance));
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
        for (int l = 0; l < _distances.Length; l++)
            _distances[l] = squaredResidual + (2 * (_products[own] - _products[l])) + _means.SquaredDistances[own][l];
        int n = _means.Counts[own];
        _distances[own] = n > 1 ? squaredResidual * n / (n - 1) * n / (n - 1) : double.PositiveInfinity;
    }
}

/// <summary>
/// The pseudo-inverse of Σ_B = (1/K) Σ_k c_k c_kᵀ as a quadratic form, through the K×K Gram matrix of the centered class means c_k: with
/// CCᵀ/K = VΛVᵀ, rᵀ Σ_B⁺ r = Σ_j (v_jᵀ C r)² / (K λ_j²). No d×d matrix is formed.
/// </summary>
internal sealed class BetweenClassInverse
{
    private const double RankCut = 1e-8;
    private readonly double[] _weights;
    private readonly double[][] _vectors;

    public BetweenClassInverse(ClassMeans means, CancellationToken ct)
    {
        (double[] values, double[][] vectors) = SymmetricEigen.Decompose(means.Gram, ct);
        double[] significant = [.. values.TakeWhile(value => value > RankCut * values[0] && value > 0)];
        // The Gram matrix here is CCᵀ = K·(CCᵀ/K), so λ_j = value/K and 1/(K λ_j²) = K/value².
        _weights = [.. significant.Select(value => means.Classes / (value * value))];
        _vectors = vectors;
    }

    /// <summary>The rank of Σ_B: eigenvalues above 1e-8 of the largest.</summary>
    public int Rank => _weights.Length;

    /// <summary>rᵀ Σ_B⁺ r from the inner products of r with the centered means.</summary>
    public double Quadratic(ReadOnlySpan<double> products)
    {
        double sum = 0;
        for (int j = 0; j < _weights.Length; j++)
        {
            double component = TensorPrimitives.Dot(_vectors[j], products);
            sum += _weights[j] * component * component;
        }

        return sum;
    }
}
