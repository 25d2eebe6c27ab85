using System.Diagnostics;
using L2BN.Scalars;

namespace L2BN.Benchmarks;

/// <summary>
/// Times several ways to do the same work against each other: interleaved rounds, the order reversed in every second one, so that
/// drift and neighbors hit all alike; the answer is the median of the ratios within rounds.
/// </summary>
internal sealed class PairedTiming(IReadOnlyList<Action> arms, int rounds, double millisecondsPerTiming)
{
    private readonly double[][] _times = [.. arms.Select(_ => new double[rounds])];

    /// <summary>Runs all rounds.</summary>
    public PairedTiming Run()
    {
        int repeats = Warm();
        for (int round = 0; round < rounds; round++)
        {
            for (int k = 0; k < arms.Count; k++)
            {
                int arm = round % 2 == 0 ? k : arms.Count - 1 - k;
                _times[arm][round] = Time(arms[arm], repeats);
            }
        }

        return this;
    }

    /// <summary>Median milliseconds of a call.</summary>
    public double Milliseconds(int arm) => Quantile(_times[arm], 0.5);

    /// <summary>Lower quartile of the milliseconds of a call: what it takes when nothing disturbs it.</summary>
    public double LowerQuartile(int arm) => Quantile(_times[arm], 0.25);

    /// <summary>Median and quartiles of the ratio of two arms within rounds.</summary>
    public (double Median, double Low, double High) Ratio(int arm, int against)
    {
        double[] ratios = [.. _times[arm].Zip(_times[against], (a, b) => a / b)];
        return (Quantile(ratios, 0.5), Quantile(ratios, 0.25), Quantile(ratios, 0.75));
    }

    // Compiles, touches all memory, and finds how many calls make a timing long enough.
    private int Warm()
    {
        double longest = 0;
        for (int pass = 0; pass < 4; pass++)
        {
            foreach (Action arm in arms)
                longest = Math.Max(pass == 3 ? longest : 0, Time(arm, 2));
        }

        return Math.Max(1, (int)(millisecondsPerTiming / longest));
    }

    private static double Time(Action arm, int repeats)
    {
        long start = Stopwatch.GetTimestamp();
        for (int k = 0; k < repeats; k++)
            arm();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / repeats;
    }

    private static double Quantile(double[] values, double q)
    {
        double[] sorted = [.. values.Order()];
        double at = q * (sorted.Length - 1);
        int below = (int)at;
        return below + 1 < sorted.Length ? sorted[below] + ((at - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }
}
