namespace L2BN.Analysis.Statistics;

/// <summary>
/// Several questions about the same two arms over the same pairs, decided together: each by <see cref="PairedComparison"/>, its p corrected
/// by Westfall and Young's step-down maximum over joint sign flips (1993, algorithm 2.8). The chance of any false claim stays at 5 %.
/// </summary>
/// <remarks>
/// Holm's correction of m questions multiplies the smallest p of n pairs, 2/2ⁿ, by m: with 6 pairs two questions could never be decided.
/// The two arms of a pair are exchanged in all questions at once, so the maximum over the questions has the same smallest p as one of
/// them.
/// </remarks>
public static class SecondaryQuestions
{
    private const int ExactUpTo = 16;
    private const int Flips = 20_000;

    // Differences of accuracies tie often; a tie that rounding breaks is still one.
    private const double Tie = 1e-9;

    /// <summary>Compares the second arm with the first on every question.</summary>
    /// <param name="first">Of each question one value per pair, the same pairs in the same order in all.</param>
    /// <param name="second">The same for the second arm.</param>
    /// <param name="families">How many such comparisons are decided together, as with several arms, ≥ 1: Bonferroni's factor.</param>
    /// <returns>One result per question; <see cref="PairedResult.PAdjusted"/> and the verdict are corrected, the interval is not.</returns>
    /// <exception cref="ArgumentException">Lists of different lengths, or values that are not finite.</exception>
    public static IReadOnlyList<PairedResult> Compute(
        IReadOnlyList<IReadOnlyList<double>> first, IReadOnlyList<IReadOnlyList<double>> second, int families = 1)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentOutOfRangeException.ThrowIfLessThan(families, 1);
        if (first.Count != second.Count || first.Concat(second).Select(values => values.Count).Distinct().Count() > 1)
            throw new ArgumentException("Expected the same questions and pairs of both arms, got others.", nameof(second));
        PairedResult[] results =
            [.. first.Zip(second, (a, b) => PairedComparison.Compute(a, b, new PairedOptions { Comparisons = families }))];
        if (results.Length == 0 || results[0].Pairs == 0)
            return results;
        double[] adjusted = Adjust([.. results.Select(result => result.Differences.ToArray())]);
        return [.. results.Select((result, i) => PairedComparison.WithVerdict(
            result with { PAdjusted = Math.Min(1, families * adjusted[i]) }))];
    }

    /// <summary>Corrected p of each question, from its differences pair by pair.</summary>
    internal static double[] Adjust(double[][] differences)
    {
        int pairs = differences[0].Length;
        double[] scales = [.. differences.Select(own => Math.Sqrt(own.Sum(value => value * value)))];
        bool[] flips = new bool[pairs];
        double[] observed = [.. differences.Select((own, i) => Statistic(own, flips, scales[i]))];
        int[] order = [.. Enumerable.Range(0, observed.Length).OrderByDescending(i => observed[i])];
        long[] reached = new long[observed.Length];
        bool exact = pairs <= ExactUpTo;
        long patterns = exact ? 1L << pairs : Flips;
        var random = new SplitMix64(0);
        for (long pattern = 0; pattern < patterns; pattern++)
        {
            for (int i = 0; i < pairs; i++)
                flips[i] = exact ? (pattern >> i & 1) == 1 : random.Below(2) == 1;
            Count(differences, scales, flips, observed, order, reached);
        }

        // The pattern that was observed counts as one of the drawn ones.
        long drawn = exact ? 0 : 1;
        double[] adjusted = new double[observed.Length];
        double running = 0;
        foreach (int question in order)
            adjusted[question] = running = Math.Max(running, (double)(reached[question] + drawn) / (patterns + drawn));
        return adjusted;
    }

    // Each question is compared with the largest value among itself and those that are less clear.
    private static void Count(double[][] differences, double[] scales, bool[] flips, double[] observed, int[] order, long[] reached)
    {
        double largest = 0;
        for (int rank = order.Length - 1; rank >= 0; rank--)
        {
            int question = order[rank];
            largest = Math.Max(largest, Statistic(differences[question], flips, scales[question]));
            if (largest >= observed[question] * (1 - Tie))
                reached[question]++;
        }
    }

    // A monotone function of Student's t under sign flips, which leave the sum of squares as it is: questions count alike.
    private static double Statistic(double[] differences, bool[] flips, double scale)
    {
        double sum = 0;
        for (int i = 0; i < differences.Length; i++)
            sum += flips[i] ? -differences[i] : differences[i];
        return scale > 0 ? Math.Abs(sum) / scale : 0;
    }
}
