using static TorchSharp.torch;

namespace L2BN.Tests.Support;

/// <summary>Comparison with expected numbers; the message names the worst entry.</summary>
internal static class AssertNear
{
    /// <summary>|a − e| ≤ tolerance · max(1, |e|) for every entry.</summary>
    internal static void Output(double[] expected, Tensor actual, double tolerance, string what) =>
        All(expected, Tensors.Values(actual), value => tolerance * Math.Max(1, Math.Abs(value)), what);

    /// <summary>|a − e| ≤ tolerance · the largest expected entry, for every entry.</summary>
    internal static void Gradient(double[] expected, Tensor actual, double tolerance, string what)
    {
        double largest = expected.Length == 0 ? 0 : expected.Max(Math.Abs);
        All(expected, Tensors.Values(actual), _ => tolerance * largest, what);
    }

    internal static void Values(double[] expected, Tensor actual, double tolerance, string what = "value") =>
        All(expected, Tensors.Values(actual), _ => tolerance, what);

    internal static void Same(Tensor expected, Tensor actual, double tolerance, string what = "value") =>
        Values(Tensors.Values(expected), actual, tolerance, what);

    private static void All(double[] expected, double[] actual, Func<double, double> allowed, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        double Excess(int i) => Math.Abs(actual[i] - expected[i]) - allowed(expected[i]);
        int worst = Enumerable.Range(0, expected.Length).DefaultIfEmpty(-1).MaxBy(i => i < 0 ? 0 : double.IsNaN(Excess(i)) ? double.MaxValue : Excess(i));
        if (worst < 0 || Excess(worst) <= 0) return;
        Assert.Fail($"{what}[{worst}]: expected {expected[worst]:r} ± {allowed(expected[worst]):g3}, got {actual[worst]:r}, off by {Math.Abs(actual[worst] - expected[worst]):g3}");
    }
}
