namespace L2BN.Results.Tests;

/// <summary>Links in place of records, in a folder that may be a stranger's: nothing is written through them.</summary>
public sealed class LinkedRecordTests : TemporaryFolder
{
    private string Victim => PathOf("victim");

    [Theory]
    [InlineData("run.json")]
    [InlineData("epochs.jsonl")]
    public void A_start_refuses_them(string name)
    {
        Plant(name);
        Refuses(() => RunFolder.Create(PathOf("run"), Samples.Run()));
    }

    [Theory]
    [InlineData("epochs.jsonl")]
    [InlineData("final.json")]
    [InlineData("analysis.json")]
    public void A_run_refuses_them(string name)
    {
        var folder = RunFolder.Create(PathOf("run"), Samples.Run());
        File.Delete(PathOf($"run/{name}"));
        Plant(name);
        Refuses(() =>
        {
            switch (name)
            {
                case "epochs.jsonl":
                    folder.Append(Samples.Epoch(1));
                    break;
                case "final.json":
                    folder.Finish(Samples.Final);
                    break;
                default:
                    folder.WriteAnalysis(Samples.Analysis);
                    break;
            }
        });
    }

    [Fact]
    public void A_comparison_refuses_them()
    {
        var folder = ComparisonFolder.Create(PathOf("run"));
        Plant("report.html");
        Refuses(() => folder.WriteReport("<html>"));
    }

    [Fact]
    public void A_folder_of_a_fixed_name_is_no_link()
    {
        Directory.CreateDirectory(Victim);
        Directory.CreateSymbolicLink(PathOf("pictures"), Victim);
        Refusal.Says("got a link", () => ResultsFile.PrepareFolder(PathOf("pictures"), own: true));
        ResultsFile.PrepareFolder(PathOf("pictures"));
        Assert.Empty(Directory.GetFiles(Victim));
    }

    private void Plant(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets ordinary users create no links.");
        Directory.CreateDirectory(PathOf("run"));
        File.WriteAllText(Victim, "precious");
        File.CreateSymbolicLink(PathOf($"run/{name}"), Victim);
    }

    private void Refuses(Action write)
    {
        Refusal.Says("got a link", write);
        Assert.Equal("precious", File.ReadAllText(Victim));
    }
}
