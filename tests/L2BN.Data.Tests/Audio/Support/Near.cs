namespace L2BN.Data.Tests.Audio.Support;

/// <summary>Comparisons that say which value is off and by how much.</summary>
internal static class Near
{
    /// <summary>The project's bar for mel power. Measured: below 1e-7, the rounding of the result to single precision.</summary>
    internal const double MelPower = 1e-5;

    /// <summary>The project's bar for log-mel.</summary>
    internal const double LogMel = 1e-4;

    /// <summary>|actual − expected| ≤ relative·|expected| + absolute, for all values.</summary>
    internal static void All(IReadOnlyList<double> expected, IReadOnlyList<float> actual, double relative, double absolute = 0)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
            Assert.True(Math.Abs(actual[i] - expected[i]) <= relative * Math.Abs(expected[i]) + absolute,
                $"value {i}: expected {expected[i]:R}, got {actual[i]:R}");
    }

    /// <inheritdoc cref="All(IReadOnlyList{double}, IReadOnlyList{float}, double, double)"/>
    internal static void All(IReadOnlyList<double> expected, IReadOnlyList<double> actual, double relative, double absolute = 0)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
            Assert.True(Math.Abs(actual[i] - expected[i]) <= relative * Math.Abs(expected[i]) + absolute,
                $"value {i}: expected {expected[i]:R}, got {actual[i]:R}");
    }
}
