using System.Globalization;

namespace L2BN.TestSupport;

/// <summary>How many random cases a test runs: few in CI, many where the environment variable <c>L2BN_CASES</c> is a number.</summary>
public static class Campaign
{
    /// <summary>The variable's value, or <paramref name="usual"/> where it is not set.</summary>
    /// <exception cref="FormatException">It is not a whole number.</exception>
    public static int Cases(int usual) =>
        Environment.GetEnvironmentVariable("L2BN_CASES") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;
}
