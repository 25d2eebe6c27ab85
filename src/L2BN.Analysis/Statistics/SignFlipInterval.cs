namespace L2BN.Analysis.Statistics;

/// <summary>
/// The interval of all mean differences that the sign-flip test does not reject (Hartigan 1969): it excludes 0 exactly when p is at most
/// 1 − confidence.
/// </summary>
internal static class SignFlipInterval
{
    /// <summary>By all 2ⁿ sign patterns; null where so few differences reject nothing.</summary>
    /// <param name="differences">At most <see cref="SignFlipTest.ExactUpTo"/>.</param>
    /// <param name="alpha">1 − confidence.</param>
    public static (double Low, double High)? Exact(ReadOnlySpan<double> differences, double alpha)
    {
        double rank = Math.Floor(alpha / 2 * Math.Pow(2, differences.Length));
        if (rank < 1)
            return null;
        double[] mirrored = [.. differences];
        for (int i = 0; i < mirrored.Length; i++)
            mirrored[i] = -mirrored[i];
        return (SubsetMeans.Smallest(differences, rank), -SubsetMeans.Smallest(mirrored, rank));
    }

    /// <summary>By the random patterns of <see cref="SignFlipTest.MonteCarlo"/> with the same draws and seed.</summary>
    public static (double Low, double High) MonteCarlo(ReadOnlySpan<double> differences, double alpha, int draws, ulong seed)
    {
        // A pattern rejects θ at neither end while the mean of the values that it flips, or of the others, is beyond θ.
        double[] means = new double[2 * draws];
        var random = new SplitMix64(seed);
        for (int draw = 0; draw < draws; draw++)
            (means[2 * draw], means[(2 * draw) + 1]) = FlippedAndKept(differences, ref random);
        Array.Sort(means);
        int rank = Math.Max(1, (int)Math.Floor(alpha * (1 + draws)));
        return (means[rank - 1], means[^rank]);
    }

    private static (double Flipped, double Kept) FlippedAndKept(ReadOnlySpan<double> differences, ref SplitMix64 random)
    {
        (double flipped, double kept) = (0, 0);
        int count = 0;
        ulong bits = 0;
        for (int i = 0; i < differences.Length; i++)
        {
            bits = i % 64 == 0 ? random.Next() : bits >> 1;
            if ((bits & 1) == 0)
                kept += differences[i];
            else
                (flipped, count) = (flipped + differences[i], count + 1);
        }

        double whole = (flipped + kept) / differences.Length;
        return count == 0 || count == differences.Length ? (whole, whole) : (flipped / count, kept / (differences.Length - count));
    }
}
