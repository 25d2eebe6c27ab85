namespace L2BN.Analysis;

/// <summary>
/// The pseudo-inverse of Σ_B = (1/K) Σ_k c_k c_kᵀ as a quadratic form, through the K×K Gram matrix of the centred class means c_k: with
/// CCᵀ/K = VΛVᵀ, rᵀ Σ_B⁺ r = Σ_j (v_jᵀ C r)² / (K λ_j²). No d×d matrix is formed.
/// </summary>
internal sealed class BetweenClassInverse
{
    private const double RankCut = 1e-8;
    private readonly double[] _weights;
    private readonly double[,] _vectors;

    public BetweenClassInverse(ClassMeans means)
    {
        var (values, vectors) = SymmetricEigen.Decompose(means.Gram);
        var kept = values.TakeWhile(value => value > RankCut * values[0] && value > 0).ToArray();
        // The Gram matrix here is CCᵀ = K·(CCᵀ/K), so λ_j = value/K and 1/(K λ_j²) = K/value².
        _weights = [.. kept.Select(value => means.Classes / (value * value))];
        _vectors = vectors;
    }

    /// <summary>The rank of Σ_B: eigenvalues above 1e-8 of the largest.</summary>
    public int Rank => _weights.Length;

    /// <summary>rᵀ Σ_B⁺ r from the inner products of r with the centred means.</summary>
    public double Quadratic(ReadOnlySpan<double> products)
    {
        double sum = 0;
        for (var j = 0; j < _weights.Length; j++)
        {
            double along = 0;
            for (var k = 0; k < products.Length; k++)
                along += _vectors[k, j] * products[k];
            sum += _weights[j] * along * along;
        }
        return sum;
    }
}
