using L2BN.Analysis.Statistics;
using L2BN.TestSupport;

namespace L2BN.Analysis.Tests.Statistics;

/// <summary>Simulated experiments whose truth is known: how often something happens in them.</summary>
internal static class Simulation
{
    /// <summary>What differences may look like. In each, both arms have the same distribution, so both signs are equally likely.</summary>
    public static IReadOnlyDictionary<string, Func<Draw, double>> Differences { get; } = new Dictionary<string, Func<Draw, double>>
    {
        ["normal"] = draw => draw.Normal(),
        ["heavy tails (t with 2 degrees)"] = draw => draw.Normal() / Math.Sqrt(-Math.Log(1 - draw.Unit())),
        ["skewed runs (exponential)"] = draw => Math.Log(1 - draw.Unit()) - Math.Log(1 - draw.Unit()),
        ["tied (80 clips)"] = draw => draw.Correct(80) - draw.Correct(80),
        ["discrete (2,000 images)"] = draw => draw.Correct(2000) - draw.Correct(2000),
    };

    /// <summary>Experiments: few in CI, as many as <c>L2BN_CASES</c> says.</summary>
    public static int Experiments(int usual) => Campaign.Cases(usual);

    /// <summary>How often an experiment has an outcome, 0 to 1; the number is printed.</summary>
    public static double Rate(string what, int experiments, Func<Draw, bool> experiment)
    {
        int found = 0;
        Parallel.For(0, experiments, i =>
        {
            if (experiment(new Draw((ulong)i * 1_000_003)))
                Interlocked.Increment(ref found);
        });
        double rate = found / (double)experiments;
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {100 * rate:F1} % of {experiments}");
        return rate;
    }

    /// <summary>A rate is at most 5 %, and what chance adds to so few experiments; 5.5 % in 20,000.</summary>
    public static void AtMostFivePercent(double rate, int experiments) =>
        Assert.InRange(rate, 0, 0.05 + (3.3 * Math.Sqrt(0.05 * 0.95 / experiments)));

    /// <summary>A rate is at least the wanted one, less what chance takes from so few experiments.</summary>
    public static void AtLeast(double wanted, double rate, int experiments) =>
        Assert.InRange(rate, wanted - (3.3 * Math.Sqrt(wanted * (1 - wanted) / experiments)), 1);

    public static PairedResult Compare(double[] differences, PairedOptions? options = null) =>
        PairedComparison.Compute(new double[differences.Length], differences, options);
}

/// <summary>The random numbers of one experiment.</summary>
internal sealed class Draw(ulong seed)
{
    private SplitMix64 _random = new(SplitMix64.Mix(seed));

    public double Unit() => _random.Unit();

    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Unit())) * Math.Cos(2 * Math.PI * Unit());

    /// <summary>Percent of samples that a run gets right: 85 % of them on average, and the runs differ by 1 point.</summary>
    public double Correct(int samples)
    {
        double chance = Math.Min(1, 0.85 + (0.01 * Normal()));
        int correct = samples > 200
            ? (int)Math.Clamp(Math.Round((samples * chance) + (Math.Sqrt(samples * chance * (1 - chance)) * Normal())), 0, samples)
            : Enumerable.Range(0, samples).Count(_ => Unit() < chance);
        return 100.0 * correct / samples;
    }

    public double[] Many(int count, Func<Draw, double> value)
    {
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
            values[i] = value(this);
        return values;
    }
}
