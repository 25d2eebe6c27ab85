namespace L2BN.Analysis.Tests;

/// <summary>That bad input is refused, and with words that help.</summary>
internal static class Refusal
{
    public static void Says<T>(string words, Action action) where T : Exception =>
        Assert.Contains(words, Assert.Throws<T>(action).Message, StringComparison.Ordinal);
}
