namespace L2BN.Results.Tests;

/// <summary>Folders and links to nothing in place of records: they are not read as records that are not there.</summary>
public sealed class OddRecordTests : TemporaryFolder
{
    private string Run => PathOf("runs/run");

    public static TheoryData<string, bool> Records()
    {
        TheoryData<string, bool> records = [];
        foreach (string name in new[] { "run.json", "epochs.jsonl", "final.json", "analysis.json" })
        {
            records.Add(name, false);
            records.Add(name, true);
        }

        return records;
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void Reading_refuses_them(string name, bool link)
    {
        Finish();
        Plant($"{Run}/{name}", link);
        Refusal.Says($"Cannot read '{Run}/{name}'", () => RunFolder.Read(Run));
        Refusal.Says($"{name}': expected a file, got a {(link ? "link to nothing" : "folder")}", () =>
            ComparisonFolder.Open(PathOf("runs")).ReadRuns());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_run_with_one_is_neither_finished_nor_unfinished(bool link)
    {
        Finish();
        Plant($"{Run}/final.json", link);
        Refusal.Says("final.json", () => RunFolder.IsFinished(Run));
        Plant($"{Run}/run.json", link);
        Refusal.Says("run.json", () => RunFolder.Exists(Run));
        Refusal.Says("run.json", () => ComparisonFolder.HasRuns(PathOf("runs")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_stopped_epoch_and_a_summary_refuse_them(bool link)
    {
        RunFolder folder = Finish();
        Plant($"{Run}/stopped.json", link);
        Refusal.Says("stopped.json", () => folder.ReadLayers(2));
        var comparison = ComparisonFolder.Open(PathOf("runs"));
        Assert.False(comparison.HasSummary);
        comparison.CheckWritten();
        Plant(comparison.SummaryPath, link);
        Refusal.Says("summary.json", () => _ = comparison.HasSummary);
        Refusal.Says("summary.json", comparison.CheckWritten);
    }

    [Theory]
    [InlineData("epochs.jsonl")]
    [InlineData("final.json")]
    [InlineData("analysis.json")]
    [InlineData("stopped.json")]
    [InlineData("config.yaml")]
    public void A_start_refuses_them_before_it_writes(string name)
    {
        Finish();
        Plant($"{Run}/{name}", link: false);
        string run = File.ReadAllText($"{Run}/run.json");
        string[] before = Directory.GetFileSystemEntries(Run);
        Refusal.Says(name, () => RunFolder.Create(Run, Samples.Run(seed: 7)));
        Refusal.Says(name, () => RunFolder.Resume(Run, 1));
        Assert.Equal(before, Directory.GetFileSystemEntries(Run));
        Assert.Equal(run, File.ReadAllText($"{Run}/run.json"));
    }

    [Fact]
    public void Resuming_refuses_damaged_records_before_it_writes()
    {
        Finish();
        File.WriteAllText($"{Run}/stopped.json", "{");
        Refusal.Says("stopped.json", () => RunFolder.Resume(Run, 1));
        Assert.True(RunFolder.IsFinished(Run));
        File.Delete($"{Run}/stopped.json");
        Refusal.Says("only 1", () => RunFolder.Resume(Run, 2));
        Assert.True(RunFolder.IsFinished(Run));
    }

    private RunFolder Finish()
    {
        var folder = RunFolder.Create(Run, Samples.Run());
        folder.Append(Samples.Epoch(1));
        folder.WriteAnalysis(Samples.Analysis);
        folder.Finish(Samples.Final);
        return folder;
    }

    private static void Plant(string path, bool link)
    {
        Assert.SkipWhen(link && OperatingSystem.IsWindows(), "Windows lets ordinary users create no links.");
        File.Delete(path);
        if (link)
            File.CreateSymbolicLink(path, "nothing");
        else
            Directory.CreateDirectory(path);
    }
}
