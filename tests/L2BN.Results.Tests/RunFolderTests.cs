namespace L2BN.Results.Tests;

public sealed class RunFolderTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void A_finished_run_reads_back()
    {
        var folder = RunFolder.Create(_temporary.PathOf("a/b"), Samples.Run());
        folder.Append(Samples.Epoch(1));
        folder.Append(Samples.Epoch(2));
        Assert.False(RunFolder.IsFinished(folder.Path));
        folder.Finish(Samples.Final);

        RunRecord read = RunFolder.Read(folder.Path);
        Assert.True(RunFolder.IsFinished(folder.Path));
        Assert.Equal([Samples.Epoch(1), Samples.Epoch(2)], read.Epochs);
        Assert.Equivalent(Samples.Run() with { Epochs = read.Epochs, Final = Samples.Final }, read, strict: true);
    }

    [Fact]
    public void A_confusion_matrix_has_a_line_per_row()
    {
        var folder = RunFolder.Create(_temporary.Folder, Samples.Run());
        int[][] confusion = [.. Enumerable.Range(0, 200).Select(row => Enumerable.Range(0, 200).Select(column => row * column).ToArray())];
        folder.Finish(Samples.Final with { Confusion = confusion });
        string text = File.ReadAllText(_temporary.PathOf("final.json"));
        Assert.InRange(text.Count(c => c == '\n'), 200, 250);
        Assert.Equal(confusion, RunFolder.Read(folder.Path).Final!.Confusion);
        File.WriteAllText(_temporary.PathOf("final.json"), text.Replace("[0,0,", "0,[0,", StringComparison.Ordinal));
        Assert.Throws<ResultsException>(() => RunFolder.Read(folder.Path));
    }

    [Fact]
    public void Dictionary_keys_are_the_users_words() =>
        Assert.Equal(
            ["batch-size", "Lr_Odd"],
            RunFolder.Read(RunFolder.Create(_temporary.Folder, Samples.Run()).Path).Request!.Options.Keys);

    [Fact]
    public void A_torn_last_line_is_dropped()
    {
        var folder = RunFolder.Create(_temporary.Folder, Samples.Run());
        folder.Append(Samples.Epoch(1));
        File.AppendAllText(_temporary.PathOf("epochs.jsonl"), ResultsJson.Serialize(Samples.Epoch(2))[..40]);
        Assert.Equal([Samples.Epoch(1)], RunFolder.Read(folder.Path).Epochs);
    }

    [Theory]
    [InlineData("{\"epoch\":2", "line feed")]
    [InlineData("[[[[", "line feed")]
    [InlineData("[[[[\n", "line 2")]
    public void A_finished_run_has_no_torn_line(string tail, string named)
    {
        var folder = RunFolder.Create(_temporary.Folder, Samples.Run());
        folder.Append(Samples.Epoch(1));
        folder.Finish(Samples.Final);
        File.AppendAllText(_temporary.PathOf("epochs.jsonl"), tail);
        Refusal.Says(named, () => RunFolder.Read(folder.Path));
    }

    [Fact]
    public void A_damaged_complete_line_is_refused_with_its_place()
    {
        RunFolder.Create(_temporary.Folder, Samples.Run()).Append(Samples.Epoch(1));
        File.AppendAllText(_temporary.PathOf("epochs.jsonl"), "{\"epoch\":2}\n");
        Refusal.Says("epochs.jsonl', line 2", () => RunFolder.Read(_temporary.Folder));
    }

    [Fact]
    public void Resuming_drops_what_the_checkpoint_has_not_seen()
    {
        var first = RunFolder.Create(_temporary.Folder, Samples.Run());
        first.Append(Samples.Epoch(1));
        first.Append(Samples.Epoch(2));
        File.AppendAllText(_temporary.PathOf("epochs.jsonl"), "{\"epo");
        RunFolder.Resume(_temporary.Folder, 1).Append(Samples.Epoch(2, loss: 7));
        Assert.Equal([Samples.Epoch(1), Samples.Epoch(2, loss: 7)], RunFolder.Read(_temporary.Folder).Epochs);
    }

    [Fact]
    public void Resuming_after_more_epochs_than_are_on_record_is_refused()
    {
        RunFolder.Create(_temporary.Folder, Samples.Run()).Append(Samples.Epoch(1));
        Refusal.Says("after epoch 2, but only 1", () => RunFolder.Resume(_temporary.Folder, 2));
    }

    [Fact]
    public void Creating_again_forgets_the_earlier_run()
    {
        var first = RunFolder.Create(_temporary.Folder, Samples.Run());
        first.Append(Samples.Epoch(1));
        first.Finish(Samples.Final);
        RunRecord read = RunFolder.Read(RunFolder.Create(_temporary.Folder, Samples.Run(seed: 2)).Path);
        Assert.Equal((2, 0, null), (read.Seed, read.Epochs.Count, read.Final));
    }

    [Fact]
    public void A_diverged_loss_is_null_on_disk_and_NaN_in_memory()
    {
        RunFolder.Create(_temporary.Folder, Samples.Run()).Append(Samples.Epoch(1, loss: double.NaN));
        Assert.Contains("\"train_loss\":null", File.ReadAllText(_temporary.PathOf("epochs.jsonl")), StringComparison.Ordinal);
        Assert.Equal(double.NaN, RunFolder.Read(_temporary.Folder).Epochs[0].TrainLoss);
    }

    [Fact]
    public void No_temporary_file_stays()
    {
        var folder = RunFolder.Create(_temporary.Folder, Samples.Run());
        folder.Append(Samples.Epoch(1));
        folder.Finish(Samples.Final);
        folder.WriteAnalysis(new RunAnalysis());
        IEnumerable<string> names = Directory.EnumerateFiles(_temporary.Folder).Select(file => Path.GetFileName(file));
        Assert.Equal(["analysis.json", "epochs.jsonl", "final.json", "run.json"], names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_folder_under_a_file_is_refused_in_one_line()
    {
        File.WriteAllText(_temporary.PathOf("file"), "");
        string folder = _temporary.PathOf("file/run");
        Refusal.Says($"Cannot write the folder '{folder}'", () => RunFolder.Create(folder, Samples.Run()));
    }

    [Fact]
    public void A_missing_run_is_refused() =>
        Refusal.Says("run.json", () => RunFolder.Read(_temporary.PathOf("nowhere")));

    [Fact]
    public void An_analysis_reads_back_and_goes_when_the_run_is_resumed()
    {
        var folder = RunFolder.Create(_temporary.Folder, Samples.Run());
        folder.WriteAnalysis(Samples.Analysis);
        Assert.Equivalent(Samples.Analysis, RunFolder.Read(folder.Path).Analysis, strict: true);
        RunFolder.Resume(folder.Path, 0);
        Assert.Null(RunFolder.Read(folder.Path).Analysis);
    }

    [Fact]
    public void Layer_traces_read_back()
    {
        var trace = new LayerTrace { Layer = "conv1.weight", GradientNorm = 0.1, WeightNorm = 3, EffectiveStep = 0.1 / 9 };
        RunFolder.Create(_temporary.Folder, Samples.Run()).Append(Samples.Epoch(1) with { Layers = [trace] });
        Assert.Equal([trace], RunFolder.Read(_temporary.Folder).Epochs[0].Layers!);
    }
}
