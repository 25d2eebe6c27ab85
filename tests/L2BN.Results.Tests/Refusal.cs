namespace L2BN.Results.Tests;

internal static class Refusal
{
    /// <summary>The action is refused in one line that contains <paramref name="part"/>.</summary>
    public static void Says(string part, Action action)
    {
        string message = Assert.Throws<ResultsException>(action).Message;
        Assert.Contains(part, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }
}
