using L2BN.Reporting;
using L2BN.Results;
using L2BN.Scalars;
using L2BN.Tests.Shared;
using L2BN.Training;

namespace L2BN.Experiments.Tests;

[Collection(TorchCollection.Name)]
public sealed class StoredComparisonTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("l2bn-stored-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("bn,l2bn,l2bn-unit")]
    [InlineData("bn,bn")]
    public void Gives_the_same_summary_and_page_from_the_run_folders(string norms)
    {
        ComparisonResult result = Run(norms);
        File.Delete(ComparisonFolder.Open(_folder).ReportPath);
        ComparisonReport report = StoredComparison.Read(_folder);
        Assert.Equal(ResultsJson.Serialize(result.Summary), ResultsJson.Serialize(report.Summary));
        Assert.Equal(["top", "left", "corner"], report.ClassNames);
        Assert.Equal("the command", report.Command);
        Assert.Contains("the command", HtmlReport.Render(report), StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_is_that_of_the_run_that_was_started_last()
    {
        RunRecord[] runs = [.. Run("bn,l2bn").Runs];
        RunRequest first = runs[1].Request!;
        runs[1] = runs[1] with { Request = first with { Started = first.Started!.Value.AddHours(1), CommandLine = ["more", "seeds"] } };
        Assert.Equal("more seeds", StoredComparison.FromRuns(runs).Command);
    }

    [Fact]
    public void An_unfinished_pair_is_listed_but_not_compared()
    {
        Run("bn,l2bn");
        File.Delete(Path.Combine(ComparisonFolder.Open(_folder).RunPath("l2bn", 1), "final.json"));
        ComparisonReport report = StoredComparison.Read(_folder);
        Assert.Equal((1, 4), (report.Summary.Paired[0].Seeds, report.Runs.Count));
        Assert.All(report.Summary.Arms, arm => Assert.Single(arm.Accuracy.Values));
    }

    [Fact]
    public void A_run_without_its_request_is_refused_and_not_left_out()
    {
        Run("bn,l2bn");
        string run = ComparisonFolder.Open(_folder).RunPath("l2bn", 1);
        File.Delete(Path.Combine(run, "run.json"));
        Assert.Contains(run, Assert.Throws<ResultsException>(() => StoredComparison.Read(_folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_summary_that_is_no_file_is_refused()
    {
        Run("bn,l2bn");
        string summary = ComparisonFolder.Open(_folder).SummaryPath;
        File.Delete(summary);
        Assert.Single(StoredComparison.Read(_folder).Summary.Paired);
        Directory.CreateDirectory(summary);
        Assert.Contains(
            "summary.json': expected a file, got a folder",
            Assert.Throws<ResultsException>(() => StoredComparison.Read(_folder)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("summary.json")]
    [InlineData("report.html")]
    public void What_cannot_be_replaced_at_the_end_is_refused_before_anything_is_trained(string name)
    {
        Directory.CreateDirectory(Path.Combine(_folder, name));
        Assert.Contains(name, Assert.Throws<ResultsException>(() => Run("bn,l2bn")).Message, StringComparison.Ordinal);
        Assert.Equal([".lock", name], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Nothing_finished_is_a_summary_without_numbers()
    {
        Run("bn,l2bn");
        foreach (string file in Directory.GetFiles(_folder, "final.json", SearchOption.AllDirectories))
            File.Delete(file);
        Assert.All(StoredComparison.Read(_folder).Summary.Arms, arm => Assert.Null(arm.Accuracy.Mean));
    }

    [Fact]
    public void Runs_that_do_not_belong_together_are_refused()
    {
        ComparisonResult result = Run("bn,l2bn");
        RunRecord stray = result.Runs[0] with { Model = "another" };
        Assert.Contains(
            "different models",
            Assert.Throws<ResultsException>(() => StoredComparison.FromRuns([.. result.Runs, stray])).Message,
            StringComparison.Ordinal);
        Assert.Throws<ResultsException>(() => StoredComparison.Read(Directory.CreateDirectory(Path.Combine(_folder, "empty")).FullName));
    }

    [Fact]
    public void Every_epoch_traces_the_weights_at_its_last_step()
    {
        RunRecord run = Run("bn,l2bn").Runs[0];
        Assert.All(run.Epochs, epoch => Assert.Equal(["conv.weight", "fc.weight"], epoch.Layers!.Select(layer => layer.Layer)));
        Assert.All(run.Epochs.SelectMany(epoch => epoch.Layers!), layer => Assert.True(layer.GradientNorm > 0 && layer.WeightNorm > 0));
        LayerTrace conv = run.Epochs[0].Layers![0];
        Assert.Equal(run.Epochs[0].LearningRate / (conv.WeightNorm * conv.WeightNorm), conv.EffectiveStep, 12);
        Assert.Equal(run.Epochs[0].Layers, RunFolder.Read(ComparisonFolder.Open(_folder).RunPath(run.Arm, run.Seed)).Epochs[0].Layers);
    }

    private ComparisonResult Run(string norms) => Comparison.Run(TinyNetwork.Create, TinyDataset.Splits(), new ComparisonOptions
    {
        Norms = norms.Split(','),
        Seeds = 2,
        Output = _folder,
        Command = "the command",
        Margin = 0.5,
        Training = new TrainerOptions { Epochs = 2, BatchSize = 16, LearningRate = 0.05 },
    });
}
