namespace L2BN.Data;

/// <summary>Class probabilities of mixed samples and smoothed labels.</summary>
internal static class SoftTargets
{
    /// <summary>Writes λ of one class and 1 − λ of another, each label giving <paramref name="smoothing"/> of itself to all classes
    /// evenly.</summary>
    /// <param name="row">One value per class.</param>
    /// <param name="label">The class of the sample.</param>
    /// <param name="partner">The class of the one mixed in.</param>
    /// <param name="weight">λ, of the sample.</param>
    /// <param name="smoothing">0 to below 1.</param>
    internal static void Write(Span<float> row, int label, int partner, double weight, double smoothing)
    {
        row.Fill((float)(smoothing / row.Length));
        row[label] += (float)((1 - smoothing) * weight);
        row[partner] += (float)((1 - smoothing) * (1 - weight));
    }
}
