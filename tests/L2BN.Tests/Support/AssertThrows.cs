namespace L2BN.Tests.Support;

/// <summary>An exception of a type (or a derived one) whose message has some parts.</summary>
internal static class AssertThrows
{
    internal static void With<T>(Action action, params string[] parts) where T : Exception
    {
        T error = Assert.ThrowsAny<T>(action);
        Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }
}
