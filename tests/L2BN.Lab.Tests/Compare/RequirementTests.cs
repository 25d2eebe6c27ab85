using System.Text.Json;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Tests.Compare;

/// <summary>Requirements, reused runs and wrong labels, as a script sees them.</summary>
public sealed class RequirementTests : TemporaryFolder
{
    private string[] Small(params string[] more) =>
        [
            "compare", "--model", "mlp", "--epochs", "1", "--seeds", "1", "--train-size", "128", "--shifts", "none",
            "--threads", "1", "--out",
            Path.Combine(Folder, "out"),
            .. more,
        ];

    [Fact]
    public void A_requirement_that_is_not_met_has_its_own_code_and_the_second_start_reuses_the_runs()
    {
        LabResult first = LabProcess.Run(Small("--json", "--require", "l2bn>bn"));
        Assert.True(first.Code == ExitCode.RequirementNotMet, first.Errors);
        JsonElement pair = JsonDocument.Parse(first.Output).RootElement.GetProperty("paired")[0];
        Assert.Equal("undecided", pair.GetProperty("verdict").GetString());
        Assert.Contains("Required l2bn>bn: not met.", first.Errors, StringComparison.Ordinal);
        LabResult again = LabProcess.Run(Small("--json"));
        Assert.True(again.Code == ExitCode.Done, again.Errors);
        Assert.Equal(first.Output, again.Output);
        Assert.Contains("finished before", again.Errors, StringComparison.Ordinal);
        LabResult other = LabProcess.Run(Small("--json", "--label-noise", "0.2"));
        Assert.Equal((ExitCode.Refused, ""), (other.Code, other.Output));
        Assert.Contains("--label-noise", other.OnlyError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("l2bn>gn", "gn")]
    [InlineData("l2bn", "l2bn>bn")]
    public void A_requirement_that_cannot_be_met_is_refused_before_training(string requirement, string named)
    {
        LabResult result = LabProcess.Run(Small("--require", requirement));
        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains(named, result.OnlyError, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(Folder, "out")));
    }

    [Theory]
    [InlineData(ExitCode.Usage, "--label-noise", "--label-noise", "2")]
    [InlineData(ExitCode.Usage, "--margin", "--margin", "0")]
    [InlineData(ExitCode.Usage, "--resume", "--resume", "elsewhere", "--out", "here")]
    [InlineData(ExitCode.Refused, "no comparison", "--resume", "/no/such/folder")]
    public void Bad_options_are_named(int code, string named, params string[] arguments)
    {
        LabResult result = LabProcess.Run(["compare", .. arguments]);
        Assert.True(result.Code == code, $"{result.Code}: {result.Errors}");
        Assert.Contains(named, result.OnlyError, StringComparison.Ordinal);
    }
}
