namespace L2BN.Results.Tests;

public sealed class ComparisonFolderTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void Runs_are_named_by_arm_and_seed() =>
        Assert.Equal("bn#2-seed7", Path.GetFileName(ComparisonFolder.Create(_temporary.Folder).RunPath("bn#2", 7)));

    [Theory]
    [InlineData("l2bn(eps=1e-3,momentum=0.01)", true)]
    [InlineData("../../etc/passwd", false)]
    [InlineData("a/b", false)]
    [InlineData("a\\b", false)]
    [InlineData("", false)]
    [InlineData("..", false)]
    [InlineData("x\0y", false)]
    public void A_run_stays_inside_the_folder(string arm, bool readable)
    {
        var folder = ComparisonFolder.Create(_temporary.Folder);
        string run = folder.RunPath(arm, 1);
        Assert.Equal(_temporary.Folder, Path.GetDirectoryName(Path.GetFullPath(run)));
        Assert.Equal(readable, Path.GetFileName(run) == $"{arm}-seed1");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[[[[")]
    [InlineData("{\"pairs\":1}\n{\"pairs\":")]
    public void Looks_that_are_cut_off_are_refused(string content)
    {
        var folder = ComparisonFolder.Create(_temporary.Folder);
        Assert.Empty(folder.ReadLooks());
        File.WriteAllText(_temporary.PathOf("looks.jsonl"), content);
        Refusal.Says(
            "looks.jsonl': expected lines that end with a line break, got a file that is empty or cut off", () => folder.ReadLooks());
    }

    [Fact]
    public void Names_that_look_alike_keep_their_own_folders()
    {
        var folder = ComparisonFolder.Create(_temporary.Folder);
        string[] arms = ["a/b", "a\\b", "a b", "a_b", new('x', 300), new('x', 301)];
        Assert.Equal(arms.Length, arms.Select(arm => folder.RunPath(arm, 1)).Distinct().Count());
    }

    [Fact]
    public void Runs_come_back_by_arm_then_seed()
    {
        var folder = ComparisonFolder.Create(_temporary.Folder);
        foreach ((string arm, int index, int seed) in new[] { ("l2bn", 0, 10), ("bn", 1, 2), ("l2bn", 0, 9), ("bn", 1, 10) })
            RunFolder.Create(folder.RunPath(arm, seed), Samples.Run(arm, seed, index));
        Directory.CreateDirectory(_temporary.PathOf("unrelated"));
        Assert.Equal(
            [("l2bn", 9), ("l2bn", 10), ("bn", 2), ("bn", 10)],
            ComparisonFolder.Open(_temporary.Folder).ReadRuns().Select(run => (run.Arm, run.Seed)));
    }

    [Fact]
    public void The_summary_reads_back()
    {
        var folder = ComparisonFolder.Create(_temporary.Folder);
        folder.WriteSummary(Samples.Summary());
        Assert.Equal(ResultsJson.Serialize(Samples.Summary()), ResultsJson.Serialize(folder.ReadSummary()));
    }

    [Fact]
    public void Creating_keeps_what_is_there()
    {
        ComparisonFolder.Create(_temporary.Folder).WriteReport("<!doctype html>");
        Assert.Equal("<!doctype html>", File.ReadAllText(ComparisonFolder.Create(_temporary.Folder).ReportPath));
        Assert.Equal(["report.html"], Directory.EnumerateFiles(_temporary.Folder).Select(file => Path.GetFileName(file)));
    }

    [Fact]
    public void A_missing_folder_is_refused() =>
        Refusal.Says("no such folder", () => ComparisonFolder.Open(_temporary.PathOf("x")));

    [Fact]
    public void A_missing_summary_is_refused() =>
        Refusal.Says("summary.json", () => ComparisonFolder.Create(_temporary.Folder).ReadSummary());
}
