using System.Numerics;

namespace L2BN.Lab.Bench;

/// <summary>The memory bandwidth that a simple loop reaches here: STREAM's triad a = b + s·c over arrays far larger than any
/// cache.</summary>
internal static class Triad
{
    private const int Length = 1 << 25;
    private const int Rounds = 5;

    /// <summary>Best of five rounds, in 10⁹ bytes per second, counting two reads and one write.</summary>
    public static double Measure(int threads)
    {
        float[] a = new float[Length], b = new float[Length], c = new float[Length];
        b.AsSpan().Fill(1);
        c.AsSpan().Fill(2);
        Pass(a, b, c, threads);
        double best = Enumerable.Range(0, Rounds).Min(_ => Seconds(() => Pass(a, b, c, threads)));
        return 3.0 * Length * sizeof(float) / best / 1e9;
    }

    private static double Seconds(Action pass)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        pass();
        return clock.Elapsed.TotalSeconds;
    }

    private static void Pass(float[] a, float[] b, float[] c, int threads) => Parallel.For(0, threads, part =>
    {
        int from = (int)((long)Length * part / threads) / Vector<float>.Count * Vector<float>.Count;
        int to = (int)((long)Length * (part + 1) / threads) / Vector<float>.Count * Vector<float>.Count;
        var scale = new Vector<float>(3);
        for (int i = from; i < to; i += Vector<float>.Count)
            (new Vector<float>(b, i) + (scale * new Vector<float>(c, i))).CopyTo(a, i);
    });
}
