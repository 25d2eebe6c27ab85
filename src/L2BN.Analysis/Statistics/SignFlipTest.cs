namespace L2BN.Analysis.Statistics;

/// <summary>
/// The two-sided sign-flip permutation test on paired differences (Fisher 1935): under the null hypothesis every difference is as
/// likely to be its negative, so p is the share of the 2ⁿ sign patterns whose |sum| is at least the observed one.
/// </summary>
internal static class SignFlipTest
{
    /// <summary>The most non-zero differences for which p is exact.</summary>
    public const int ExactUpTo = 40;

    /// <summary>p; sums within <paramref name="tolerance"/> of the observed one count as equal to it, against p.</summary>
    public static double Exact(ReadOnlySpan<double> differences, double tolerance)
    {
        // Meet in the middle: two sorted lists of 2^(n/2) partial sums instead of 2ⁿ sums.
        double threshold = Observed(differences) - tolerance;
        int half = differences.Length / 2;
        double[] left = SignedSums(differences[..half]);
        double[] right = SignedSums(differences[half..]);
        return CountAtLeast(left, right, threshold) / Math.Pow(2, differences.Length);
    }

    /// <summary>(1 + hits)/(1 + draws) over random sign patterns: a valid p, never zero (Phipson and Smyth 2010).</summary>
    public static double MonteCarlo(ReadOnlySpan<double> differences, double tolerance, int draws, ulong seed)
    {
        double threshold = Observed(differences) - tolerance;
        var random = new SplitMix64(seed);
        int hits = 0;
        for (int draw = 0; draw < draws; draw++)
        {
            if (Math.Abs(RandomlySignedSum(differences, ref random)) >= threshold)
                hits++;
        }
        return (1.0 + hits) / (1.0 + draws);
    }

    private static double Observed(ReadOnlySpan<double> differences)
    {
        double sum = 0;
        foreach (double difference in differences)
            sum += difference;
        return Math.Abs(sum);
    }

    private static double RandomlySignedSum(ReadOnlySpan<double> differences, ref SplitMix64 random)
    {
        double sum = 0;
        ulong bits = 0;
        for (int i = 0; i < differences.Length; i++)
        {
            bits = i % 64 == 0 ? random.Next() : bits >> 1;
            sum += (bits & 1) == 0 ? differences[i] : -differences[i];
        }
        return sum;
    }

    private static double[] SignedSums(ReadOnlySpan<double> differences)
    {
        double[] sums = new double[1 << differences.Length];
        for (int i = 0; i < differences.Length; i++)
        {
            for (int s = (1 << i) - 1; s >= 0; s--)
                (sums[s], sums[s + (1 << i)]) = (sums[s] - differences[i], sums[s] + differences[i]);
        }
        Array.Sort(sums);
        return sums;
    }

    // Pairs with |l + r| ≥ threshold. As l grows the first r that suffices moves down, and so does the last that is low enough.
    private static double CountAtLeast(double[] left, double[] right, double threshold)
    {
        if (threshold <= 0)
            return (double)left.Length * right.Length;
        long count = 0;
        int above = right.Length, below = right.Length;
        foreach (double l in left)
        {
            while (above > 0 && l + right[above - 1] >= threshold)
                above--;
            while (below > 0 && l + right[below - 1] > -threshold)
                below--;
            count += right.Length - above + below;
        }
        return count;
    }
}
