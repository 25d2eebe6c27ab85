namespace L2BN.Results.Tests;

public sealed class RunFolderTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void A_finished_run_reads_back()
    {
        RunFolder folder = RunFolder.Create(_temporary.File("a/b"), Samples.Run());
        folder.Append(Samples.Epoch(1));
        folder.Append(Samples.Epoch(2));
        Assert.False(folder.IsFinished);
        folder.Finish(Samples.Final);

        RunRecord read = RunFolder.Read(folder.Path);
        Assert.True(folder.IsFinished);
        Assert.Equal([Samples.Epoch(1), Samples.Epoch(2)], read.Epochs);
        Assert.Equivalent(Samples.Run() with { Epochs = read.Epochs, Final = Samples.Final }, read, strict: true);
    }

    [Fact]
    public void Dictionary_keys_are_the_users_words() =>
        Assert.Equal(["batch-size", "Lr_Odd"], RunFolder.Read(RunFolder.Create(_temporary.File("run"), Samples.Run()).Path).Request!.Options.Keys);

    [Fact]
    public void A_torn_last_line_is_dropped()
    {
        RunFolder folder = RunFolder.Create(_temporary.Path, Samples.Run());
        folder.Append(Samples.Epoch(1));
        File.AppendAllText(_temporary.File("epochs.jsonl"), ResultsJson.Serialize(Samples.Epoch(2))[..40]);
        Assert.Equal([Samples.Epoch(1)], RunFolder.Read(folder.Path).Epochs);
    }

    [Fact]
    public void A_damaged_complete_line_is_refused_with_its_place()
    {
        RunFolder.Create(_temporary.Path, Samples.Run()).Append(Samples.Epoch(1));
        File.AppendAllText(_temporary.File("epochs.jsonl"), "{\"epoch\":2}\n");
        var error = Assert.Throws<ResultsException>(() => RunFolder.Read(_temporary.Path));
        Assert.Contains("epochs.jsonl', line 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resuming_drops_what_the_checkpoint_has_not_seen()
    {
        RunFolder first = RunFolder.Create(_temporary.Path, Samples.Run());
        first.Append(Samples.Epoch(1));
        first.Append(Samples.Epoch(2));
        File.AppendAllText(_temporary.File("epochs.jsonl"), "{\"epo");
        RunFolder.Resume(_temporary.Path, 1).Append(Samples.Epoch(2, loss: 7));
        Assert.Equal([Samples.Epoch(1), Samples.Epoch(2, loss: 7)], RunFolder.Read(_temporary.Path).Epochs);
    }

    [Fact]
    public void Resuming_after_more_epochs_than_are_on_record_is_refused()
    {
        RunFolder.Create(_temporary.Path, Samples.Run()).Append(Samples.Epoch(1));
        var error = Assert.Throws<ResultsException>(() => RunFolder.Resume(_temporary.Path, 2));
        Assert.Contains("after epoch 2, but only 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Creating_again_forgets_the_earlier_run()
    {
        RunFolder first = RunFolder.Create(_temporary.Path, Samples.Run());
        first.Append(Samples.Epoch(1));
        first.Finish(Samples.Final);
        RunRecord read = RunFolder.Read(RunFolder.Create(_temporary.Path, Samples.Run(seed: 2)).Path);
        Assert.Equal((2, 0, null), (read.Seed, read.Epochs.Count, read.Final));
    }

    [Fact]
    public void A_diverged_loss_is_null_on_disk_and_NaN_in_memory()
    {
        RunFolder.Create(_temporary.Path, Samples.Run()).Append(Samples.Epoch(1, loss: double.NaN));
        Assert.Contains("\"train_loss\":null", File.ReadAllText(_temporary.File("epochs.jsonl")), StringComparison.Ordinal);
        Assert.Equal(double.NaN, RunFolder.Read(_temporary.Path).Epochs[0].TrainLoss);
    }

    [Fact]
    public void No_temporary_file_stays()
    {
        RunFolder folder = RunFolder.Create(_temporary.Path, Samples.Run());
        folder.Append(Samples.Epoch(1));
        folder.Finish(Samples.Final);
        string[] names = [.. Directory.EnumerateFiles(_temporary.Path).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
        Assert.Equal(["epochs.jsonl", "final.json", "run.json"], names);
    }

    [Fact]
    public void A_folder_under_a_file_is_refused_in_one_line()
    {
        File.WriteAllText(_temporary.File("file"), "");
        var error = Assert.Throws<ResultsException>(() => RunFolder.Create(_temporary.File("file/run"), Samples.Run()));
        Assert.StartsWith("Cannot write the folder", error.Message, StringComparison.Ordinal);
        Assert.Contains("file", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_missing_run_is_refused() =>
        Assert.Contains("run.json", Assert.Throws<ResultsException>(() => RunFolder.Read(_temporary.File("nowhere"))).Message, StringComparison.Ordinal);
}
