using static TorchSharp.torch;

namespace L2BN.Tests.Support;

/// <summary>Comparison with expected numbers; the message names the worst entry.</summary>
internal static class AssertNear
{
    /// <summary>|a − e| ≤ tolerance · max(1, |e|) for every entry.</summary>
    internal static void Output(double[] expected, Tensor actual, double tolerance, string what) =>
        All(expected, Tensors.Values(actual), value => tolerance * Math.Max(1, Math.Abs(value)), what);

    /// <summary>|a − e| ≤ tolerance · max(1, |e|, |e − b|, |b|), b the bias of the entry's channel: a sum of two terms that cancel is as
    /// inexact as the terms.</summary>
    /// <param name="positions">Values of one sample and channel.</param>
    internal static void Affine(double[] expected, double[] bias, int positions, Tensor actual, double tolerance, string what)
    {
        double[] values = Tensors.Values(actual);
        Assert.Equal(expected.Length, values.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double b = bias[i / positions % bias.Length];
            double allowed = tolerance * Math.Max(1, Math.Max(Math.Abs(expected[i] - b), Math.Max(Math.Abs(b), Math.Abs(expected[i]))));
            double off = Math.Abs(values[i] - expected[i]);
            Assert.True(off <= allowed, $"{what}[{i}]: expected {expected[i]:r} ± {allowed:g3}, got {values[i]:r}, off by {off:g3}");
        }
    }

    /// <summary>|a − e| ≤ tolerance · the largest expected entry, for every entry; at least tolerance · least.</summary>
    internal static void Gradient(double[] expected, Tensor actual, double tolerance, string what, double least = 0)
    {
        double largest = expected.Select(Math.Abs).Append(least).Max();
        All(expected, Tensors.Values(actual), _ => tolerance * largest, what);
    }

    internal static void Values(double[] expected, Tensor actual, double tolerance, string what = "value") =>
        All(expected, Tensors.Values(actual), _ => tolerance, what);

    internal static void Same(Tensor expected, Tensor actual, double tolerance, string what = "value") =>
        Values(Tensors.Values(expected), actual, tolerance, what);

    private static void All(double[] expected, double[] actual, Func<double, double> allowed, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        if (expected.Length == 0)
            return;
        double Excess(int i)
        {
            double excess = Math.Abs(actual[i] - expected[i]) - allowed(expected[i]);
            return double.IsNaN(excess) ? double.MaxValue : excess;
        }

        int worst = Enumerable.Range(0, expected.Length).MaxBy(Excess);
        (double want, double got) = (expected[worst], actual[worst]);
        if (Excess(worst) > 0)
            Assert.Fail($"{what}[{worst}]: expected {want:r} ± {allowed(want):g3}, got {got:r}, off by {Math.Abs(got - want):g3}");
    }
}
