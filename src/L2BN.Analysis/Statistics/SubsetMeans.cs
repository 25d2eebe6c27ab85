namespace L2BN.Analysis.Statistics;

/// <summary>
/// Means of subsets of paired differences: the sign-flip test rejects a hypothetical mean θ when few of them are at most θ, or few at
/// least θ (Hartigan 1969). Sums are those of two sorted halves, 2^(n/2) each, instead of all 2ⁿ.
/// </summary>
internal static class SubsetMeans
{
    // Between two neighboring means, far below what anything prints.
    private const double Resolution = 1e-11;

    /// <summary>The <paramref name="rank"/>-th smallest of the means of the 2ⁿ − 1 non-empty subsets, or at most 1e-11 of the range
    /// below it: where means tie, an end of an interval must not lie inside.</summary>
    /// <param name="values">At least one, at most <see cref="SignFlipTest.ExactUpTo"/>.</param>
    /// <param name="rank">From 1 to 2ⁿ − 1.</param>
    public static double Smallest(ReadOnlySpan<double> values, double rank)
    {
        double low = values[0], high = values[0];
        foreach (double value in values)
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        if (rank <= 1)
            return low;
        double enough = Resolution * (high - low);
        double[] left = new double[1 << (values.Length / 2)];
        double[] right = new double[1 << ((values.Length + 1) / 2)];
        double[] spare = new double[right.Length];
        while (high - low > enough)
        {
            double middle = low + ((high - low) / 2);
            if (CountAtMost(values, middle, left, right, spare) >= rank)
                high = middle;
            else
                low = middle;
        }

        return low;
    }

    // Subsets, without the empty one, whose mean is at most θ: whose sum of (value − θ) is not positive.
    private static double CountAtMost(ReadOnlySpan<double> values, double theta, double[] left, double[] right, double[] spare)
    {
        int half = values.Length / 2;
        SortedSums(values[..half], theta, left, spare);
        SortedSums(values[half..], theta, right, spare);
        double count = -1;
        int upTo = right.Length;
        foreach (double sum in left)
        {
            while (upTo > 0 && sum + right[upTo - 1] > 0)
                upTo--;
            count += upTo;
        }

        return count;
    }

    // Each further value merges the sums without it and those with it, both sorted.
    private static void SortedSums(ReadOnlySpan<double> values, double theta, double[] sums, double[] spare)
    {
        sums[0] = 0;
        int count = 1;
        foreach (double value in values)
        {
            double step = value - theta;
            sums.AsSpan(0, count).CopyTo(spare);
            for (int without = 0, with = 0, next = 0; next < 2 * count; next++)
            {
                bool takeWith = without == count || (with < count && spare[with] + step < spare[without]);
                sums[next] = takeWith ? spare[with++] + step : spare[without++];
            }

            count *= 2;
        }
    }
}
