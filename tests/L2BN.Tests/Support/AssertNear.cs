using static TorchSharp.torch;

namespace L2BN.Tests.Support;

/// <summary>Comparison with expected numbers; the message names the worst entry.</summary>
internal static class AssertNear
{
    /// <summary>|a − e| ≤ tolerance · max(1, |e|) for every entry.</summary>
    internal static void Output(double[] expected, Tensor actual, double tolerance, string what) =>
        All(expected, Tensors.Values(actual), value => tolerance * Math.Max(1, Math.Abs(value)), what);

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
