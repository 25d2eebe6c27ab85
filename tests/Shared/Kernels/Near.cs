using L2BN.Kernels.Lanes;

namespace L2BN.Tests.Shared;

/// <summary>Comparisons that name the worst value.</summary>
internal static class Near
{
    /// <summary>Every value within tolerance·max(1, |expected|).</summary>
    public static void Values<T>(double[] expected, T[] actual, double tolerance, string what)
        where T : unmanaged => Within(expected, actual, k => tolerance * Math.Max(1, Math.Abs(expected[k])), what);

    /// <summary>Every value within tolerance·max(1, |expected|, |added|): a sum is rounded like its terms.</summary>
    public static void Sums<T>(double[] expected, T[] actual, T[] added, double tolerance, string what)
        where T : unmanaged =>
        Within(
            expected,
            actual,
            k => tolerance * Math.Max(1, Math.Max(Math.Abs(expected[k]), Math.Abs(Storage.ToDouble(added[k])))),
            what);

    /// <summary>Every value within tolerance times the largest expected magnitude.</summary>
    public static void Largest<T>(double[] expected, T[] actual, double tolerance, string what)
        where T : unmanaged
    {
        double largest = expected.Length == 0 ? 0 : expected.Max(Math.Abs);
        Within(expected, actual, _ => tolerance * largest, what);
    }

    private static void Within<T>(double[] expected, T[] actual, Func<int, double> allowed, string what)
        where T : unmanaged
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int k = 0; k < expected.Length; k++)
        {
            double value = Storage.ToDouble(actual[k]), off = Math.Abs(value - expected[k]);
            bool same = value.Equals(expected[k]);
            Assert.True(
                same || off <= allowed(k),
                $"{what}: [{k}] expected {expected[k]:R}, got {value:R}, off by {off:E2}, allowed {allowed(k):E2}");
        }
    }
}
