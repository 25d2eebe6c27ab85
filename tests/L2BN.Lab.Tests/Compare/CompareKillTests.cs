using System.Text.Json;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Tests.Compare;

/// <summary>A comparison that is killed (kill -9) in the middle of a run goes on from the last finished epoch, to the same
/// figures.</summary>
public sealed class CompareKillTests : TemporaryFolder
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    private string Whole => Path.Combine(Folder, "whole");

    private string Broken => Path.Combine(Folder, "broken");

    private string BrokenRun => Path.Combine(Broken, "l2bn-seed0");

    [Fact]
    public async Task Killed_in_the_middle_of_a_run_it_repeats_no_finished_epoch_and_ends_in_the_same_figures()
    {
        LabResult whole = LabProcess.Run(Command(Whole));
        Assert.True(whole.Code == ExitCode.Done, whole.Errors);
        string[] before = await KillAfterTwoEpochs();
        LabResult rest = LabProcess.Run(Command(Broken));
        Assert.True(rest.Code == ExitCode.Done, rest.Errors);
        Assert.Equal(Figures(whole.Output), Figures(rest.Output));
        // A line has the seconds that its epoch took: an epoch that was trained again would have another one.
        string[] after = File.ReadAllLines(Path.Combine(BrokenRun, "epochs.jsonl"));
        Assert.Equal(before[..2], after[..2]);
        Assert.Equal(4, after.Length);
        Assert.Contains("resuming from there", rest.Errors, StringComparison.Ordinal);
        CheckCheckpoints();
    }

    private static string[] Command(string output) =>
        [
            "compare", "--epochs", "4", "--seeds", "1", "--train-size", "640", "--shifts", "none",
            "--threads", "1", "--json", "--out", output,
        ];

    private async Task<string[]> KillAfterTwoEpochs()
    {
        using var process = LabProcess.Start(Command(Broken));
        string epochs = Path.Combine(BrokenRun, "epochs.jsonl");
        string checkpoint = Path.Combine(BrokenRun, "checkpoints", "step-0000000020.safetensors");
        DateTime end = DateTime.UtcNow + s_limit;
        while (!File.Exists(checkpoint) && DateTime.UtcNow < end)
            await Task.Delay(5, TestContext.Current.CancellationToken);
        Assert.False(await process.EndsWithin(TimeSpan.Zero), "The run ended before it could be killed.");
        return [.. (await File.ReadAllLinesAsync(epochs, TestContext.Current.CancellationToken))];
    }

    // Finished runs keep one checkpoint, whose bytes hold no time.
    private void CheckCheckpoints()
    {
        foreach (string run in new[] { "bn-seed0", "l2bn-seed0" })
        {
            byte[][] ends = [.. new[] { Whole, Broken }.Select(folder =>
                File.ReadAllBytes(Assert.Single(Directory.GetFiles(Path.Combine(folder, run, "checkpoints")))))];
            Assert.Equal(ends[0], ends[1]);
        }
    }

    // All that is no time, no memory and no path.
    private static string Figures(string json)
    {
        JsonElement root = JsonDocument.Parse(json).RootElement;
        return string.Join(
            '\n',
            root.GetProperty("arms")
                .EnumerateArray()
                .SelectMany(arm =>
                    new[] { "norm", "accuracy", "accuracy_recalibrated", "loss", "discriminability" }.Select(name =>
                        arm.GetProperty(name).GetRawText()))
                .Append(root.GetProperty("paired").GetRawText()));
    }
}
