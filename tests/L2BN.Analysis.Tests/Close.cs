namespace L2BN.Analysis.Tests;

/// <summary>Equality to a relative tolerance, with the figures in the message.</summary>
internal static class Close
{
    public static void To(double expected, double actual, double relative, double absolute = 0) =>
        Assert.True(
            Math.Abs(expected - actual) <= (relative * Math.Abs(expected)) + absolute,
            $"expected {expected:R}, got {actual:R}, off by {Math.Abs(expected - actual):g3}");
}
