using System.Diagnostics;
using System.Runtime;
using L2BN.Scalars;

namespace L2BN.Lab.Bench;

/// <summary>Times several ways of doing the same thing so that their ratios can be trusted on a machine that is not quiet.</summary>
/// <remarks>
/// Every arm runs untimed at first, so its memory is touched, and for whole rounds, until the allocator has all the blocks that the arms
/// ask for in turn and the runtime has compiled them for good. Then rounds follow in which every arm has its turn, in alternating order. A
/// ratio is the median of the rounds' own ratios: what slows a whole round down cancels.
/// </remarks>
internal sealed class PairedTiming
{
    private const double ShortestMilliseconds = 12;
    private const int WarmRounds = 3, MostWarmRounds = 40;
    private readonly double[][] _milliseconds;

    private PairedTiming(double[][] milliseconds) => _milliseconds = milliseconds;

    /// <summary>
    /// Times <paramref name="arms"/> over <paramref name="rounds"/> rounds. A turn of short calls begins with one that is not timed, which
    /// finds the caches as another arm left them; calls of many milliseconds need neither that nor rounds to warm up.
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/>, between two turns.</exception>
    public static PairedTiming Run(int rounds, CancellationToken ct, params IReadOnlyList<Action> arms)
    {
        int[] repeats = [.. arms.Select(Repeats)];
        double[][] milliseconds = [.. arms.Select(_ => new double[rounds])];
        if (repeats.Max() > 1)
            Warm(arms, repeats, ct);
        Turns(rounds, arms.Count, (arm, round) =>
        {
            if (repeats[arm] > 1)
                arms[arm]();
            milliseconds[arm][round] = Time(arms[arm], repeats[arm]);
        }, ct);
        return new PairedTiming(milliseconds);
    }

    /// <summary>
    /// For work that leaves the process different from how it found it, as a training step leaves the caches and the allocator: the
    /// first rounds are not timed, and a turn is one call that is not timed and <paramref name="calls"/> that are, as in a real run
    /// a step follows a step of the same network.
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/>, between two turns.</exception>
    public static PairedTiming RunTurns(int rounds, int calls, CancellationToken ct, params IReadOnlyList<Action> arms)
    {
        double[][] milliseconds = [.. arms.Select(_ => new double[rounds])];
        Turns(WarmRounds, arms.Count, (arm, _) => Time(arms[arm], 1 + calls), ct);
        Turns(rounds, arms.Count, (arm, round) =>
        {
            arms[arm]();
            milliseconds[arm][round] = Time(arms[arm], calls);
        }, ct);
        return new PairedTiming(milliseconds);
    }

    /// <summary>Median time of one call of an arm, in milliseconds.</summary>
    public double Median(int arm) => Quantiles.Median(_milliseconds[arm]);

    /// <summary>Median over the rounds of arm <paramref name="a"/>'s time over arm <paramref name="b"/>'s.</summary>
    public double Ratio(int a, int b) => Quantiles.Median(Ratios(a, b));

    /// <summary>Median of a figure that is computed from the times of one round.</summary>
    public double MedianOf(Func<double[], double> figure) =>
        Quantiles.Median([
            .. Enumerable.Range(0, _milliseconds[0].Length).Select(round => figure([.. _milliseconds.Select(arm => arm[round])])),
        ]);

    /// <summary>Half the distance between the quartiles of the rounds' ratios.</summary>
    public double Spread(int a, int b)
    {
        double[] sorted = [.. Ratios(a, b).Order()];
        return (sorted[(sorted.Length - 1) * 3 / 4] - sorted[(sorted.Length - 1) / 4]) / 2;
    }

    private double[] Ratios(int a, int b) => [.. _milliseconds[a].Zip(_milliseconds[b], (x, y) => x / y)];

    private static void Warm(IReadOnlyList<Action> arms, int[] repeats, CancellationToken ct)
    {
        var compiler = new CompilerWatch();
        for (int round = 0; round < WarmRounds || (compiler.Busy() && round < MostWarmRounds); round++)
        {
            Turns(1, arms.Count, (arm, _) => Time(arms[arm], repeats[arm]), ct);
        }
    }

    private static void Turns(int rounds, int arms, Action<int, int> turn, CancellationToken ct)
    {
        for (int round = 0; round < rounds; round++)
        {
            foreach (int arm in Order(arms, round))
            {
                ct.ThrowIfCancellationRequested();
                turn(arm, round);
            }
        }
    }

    private static IEnumerable<int> Order(int arms, int round) =>
        round % 2 == 0 ? Enumerable.Range(0, arms) : Enumerable.Range(0, arms).Reverse();

    // Two untimed calls: the first touches memory, the second tells how many calls fill the shortest time worth measuring. Where the first
    // takes many times that, touching memory is a small part of it and one call fills the time.
    private static int Repeats(Action arm)
    {
        if (Time(arm, 1) > 20 * ShortestMilliseconds)
            return 1;
        return Math.Clamp((int)Math.Ceiling(ShortestMilliseconds / Math.Max(Time(arm, 1), 0.01)), 1, 200);
    }

    private static double Time(Action arm, int repeats)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < repeats; i++)
            arm();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / repeats;
    }
}

/// <summary>
/// Tells whether the runtime is still compiling: it compiles what is called often a second and a third time, on a thread of its own,
/// and on a machine of two cores what is timed meanwhile takes twice its time.
/// </summary>
internal sealed class CompilerWatch
{
    // The runtime takes up what is called often 100 ms after it last met something new; a large kernel takes it some tens more.
    private const double QuietMilliseconds = 200;
    private long _methods = JitInfo.GetCompiledMethodCount();
    private long _since = Stopwatch.GetTimestamp();

    /// <summary>Whether the time since the last method that was seen to be compiled, or since this watch began, is still short.</summary>
    public bool Busy()
    {
        long methods = JitInfo.GetCompiledMethodCount();
        if (methods != _methods)
            (_methods, _since) = (methods, Stopwatch.GetTimestamp());
        return Stopwatch.GetElapsedTime(_since).TotalMilliseconds < QuietMilliseconds;
    }
}
