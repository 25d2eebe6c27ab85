namespace L2BN.Tests.Outside;

internal sealed record Outcome(int ExitCode, string Output, string Error)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public Outcome Succeeded()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}\n{Output}\n{Error}");
        return this;
    }

    public Outcome WithoutWarnings()
    {
        Succeeded();
        Assert.DoesNotContain(": warning ", Output + Error, StringComparison.Ordinal);
        return this;
    }
}
