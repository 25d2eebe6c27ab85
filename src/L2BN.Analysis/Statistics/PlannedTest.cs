namespace L2BN.Analysis.Statistics;

/// <summary>
/// A sign-flip test with several looks that were planned before the first (a group-sequential test): up to the look after n of N pairs, the
/// share α·n/N of the sign patterns may have been rejected.
/// </summary>
/// <remarks>
/// The observed signs are one of R + 1 patterns, the others being random; at each look those with the largest |sum| that were not rejected
/// before are rejected, as many as the share allows. All patterns are treated alike, so where both signs of every difference are equally
/// likely, the observed one is among the rejected with probability at most α, for every R.
/// </remarks>
internal sealed class PlannedTest
{
    private const int HalvingsOfP = 18, HalvingsOfEnd = 30;

    private readonly IReadOnlyList<int> _looks;
    private readonly int _horizon;
    private readonly ulong[][] _patterns;

    /// <param name="looks">Numbers of pairs in rising order; the last is the horizon N.</param>
    /// <param name="draws">R, the random patterns.</param>
    /// <param name="seed">Their seed.</param>
    public PlannedTest(IReadOnlyList<int> looks, int draws, ulong seed)
    {
        (_looks, _horizon) = (looks, looks[^1]);
        var random = new SplitMix64(seed);
        _patterns = new ulong[draws][];
        for (int draw = 0; draw < draws; draw++)
        {
            _patterns[draw] = new ulong[(_horizon + 63) / 64];
            for (int word = 0; word < _patterns[draw].Length; word++)
                _patterns[draw][word] = random.Next();
        }
    }

    /// <summary>The fewest pairs at which anything can be rejected: the two patterns of one sign must fit into the share.</summary>
    public static int FewestPairs(IReadOnlyList<int> looks, double alpha) =>
        looks.FirstOrDefault(look => 2 * Math.Pow(0.5, look) <= alpha * look / looks[^1], looks[^1] + 1);

    /// <summary>The share that the looks up to <paramref name="pairs"/> add at the last of them.</summary>
    public static double LastShare(IReadOnlyList<int> looks, int pairs)
    {
        int before = looks.Where(look => look < pairs).LastOrDefault();
        return (double)(pairs - before) / looks[^1];
    }

    /// <summary>The smallest α at which the differences are rejected by the looks taken so far; 1 for none.</summary>
    public double P(double[] differences, double tolerance)
    {
        (double low, double high) = (0, 1);
        for (int half = 0; half < HalvingsOfP; half++)
        {
            double middle = (low + high) / 2;
            (low, high) = IsRejected(differences, 0, middle, tolerance) ? (low, middle) : (middle, high);
        }

        return high;
    }

    /// <summary>The mean differences that are not rejected at <paramref name="alpha"/>.</summary>
    public (double Low, double High)? Interval(double[] differences, double mean, double alpha, double tolerance)
    {
        if (differences.Length < FewestPairs(_looks, alpha))
            return null;
        double step = Math.Max(differences.Max() - mean, mean - differences.Min());
        return (End(differences, mean, -step, alpha, tolerance), End(differences, mean, step, alpha, tolerance));
    }

    /// <summary>Whether the differences, each minus <paramref name="shift"/>, are rejected at one of the looks that they reach.</summary>
    public bool IsRejected(double[] differences, double shift, double alpha, double tolerance)
    {
        double[] sums = new double[_patterns.Length + 1];
        List<int> alive = [.. Enumerable.Range(0, sums.Length)];
        int from = 0;
        foreach (int look in _looks.TakeWhile(look => look <= differences.Length))
        {
            Add(sums, differences, shift, from, look);
            from = look;
            int quota = (int)Math.Floor(alpha * look / _horizon * sums.Length * (1 + 1e-12)) - (sums.Length - alive.Count);
            if (quota <= 0)
                continue;
            double bound = Bound(sums, alive, quota, tolerance);
            if (Math.Abs(sums[0]) > bound)
                return true;
            alive.RemoveAll(pattern => Math.Abs(sums[pattern]) > bound);
        }

        return false;
    }

    // The largest |sum| that is kept: of sums that tie, all are rejected or none.
    private static double Bound(double[] sums, List<int> alive, int quota, double tolerance)
    {
        double[] sorted = [.. alive.Select(pattern => Math.Abs(sums[pattern]))];
        Array.Sort(sorted);
        return quota >= sorted.Length ? -1 : sorted[^(quota + 1)] + tolerance;
    }

    private void Add(double[] sums, double[] differences, double shift, int from, int to)
    {
        for (int i = from; i < to; i++)
            sums[0] += differences[i] - shift;
        for (int draw = 0; draw < _patterns.Length; draw++)
        {
            double sum = 0;
            for (int i = from; i < to; i++)
                sum += ((_patterns[draw][i / 64] >> (i % 64)) & 1) == 0 ? differences[i] - shift : shift - differences[i];
            sums[draw + 1] += sum;
        }
    }

    private double End(double[] differences, double mean, double step, double alpha, double tolerance)
    {
        if (step == 0 || IsRejected(differences, mean, alpha, tolerance))
            return mean;
        (double inside, double outside) = (mean, mean + step);
        for (int tries = 0; tries < HalvingsOfEnd && !IsRejected(differences, outside, alpha, tolerance); tries++)
            (inside, outside) = (outside, outside + step);
        for (int half = 0; half < HalvingsOfEnd; half++)
        {
            double middle = (inside + outside) / 2;
            (inside, outside) = IsRejected(differences, middle, alpha, tolerance) ? (inside, middle) : (middle, outside);
        }

        return inside;
    }
}
