using System.Text.Json;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Tests.Compare;

/// <summary>An A/A test: BatchNorm against itself over six pairs of seeds. Nobody may claim a difference, in whatever form the result is
/// read.</summary>
public sealed class SameNormTests : TemporaryFolder
{
    private static readonly string[] s_claims = ["better", "worse"];

    private string Out => Path.Combine(Folder, "out");

    [Fact]
    public void A_norm_against_itself_is_neither_better_nor_worse_in_any_table_or_report()
    {
        string[] command =
        [
            "compare", "--norms", "bn,bn", "--seeds", "6", "--model", "mlp", "--epochs", "1", "--train-size", "256", "--shifts", "none",
            "--threads", "1",
            "--json", "--out", Out,
        ];
        LabResult result = LabProcess.Run(command);
        Assert.True(result.Code == ExitCode.Done, result.Errors);
        JsonElement root = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal(["bn", "bn#2"], root.GetProperty("arms").EnumerateArray().Select(arm => arm.GetProperty("norm").GetString()));
        Assert.Equal("undecided", root.GetProperty("paired")[0].GetProperty("verdict").GetString());
        LabResult rebuilt = LabProcess.Run("report", Out, "--format", "md");
        Assert.True(rebuilt.Code == ExitCode.Done, rebuilt.Errors);
        // The report of depth says which way of a measure is better; verdicts say which norm is.
        foreach (string text in new[]
        {
            result.Errors,
            rebuilt.Errors,
            File.ReadAllText(Path.Combine(Out, "report.md")),
            File.ReadAllText(Path.Combine(Out, "report.html")),
        })
            Assert.All(s_claims, claim => Assert.DoesNotContain($"is {claim} than", text.Replace('\u00A0', ' '), StringComparison.Ordinal));
    }
}
