using System.Text.Json;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Tests.Train;

/// <summary>Two <c>train</c> processes at the same time: never in one folder.</summary>
public sealed class TrainClaimTests : TemporaryFolder
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    private string Out => PathOf("run");

    [Theory]
    [InlineData("--resume")]
    [InlineData("--json")]
    public async Task A_run_that_is_being_trained_is_refused(string option)
    {
        using var first = LabProcess.Start("train", "--epochs", "500", "--train-size", "640", "--threads", "1", "--out", Out);
        await WaitForAsync(Path.Combine(Out, "run.json"));
        LabResult second = LabProcess.Run("train", "--epochs", "1", "--train-size", "64", "--threads", "1", "--out", Out, option);
        Assert.Equal(ExitCode.Refused, second.Code);
        Assert.Contains("another process is writing there", second.OnlyError, StringComparison.Ordinal);
        Assert.Contains(
            "\"500\"",
            await File.ReadAllTextAsync(Path.Combine(Out, "run.json"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        Assert.False(first.HasEnded);
    }

    [Fact]
    public async Task A_run_of_a_comparison_cannot_be_trained_from_elsewhere()
    {
        using var first = LabProcess.Start("compare", "--epochs", "500", "--train-size", "640", "--threads", "1", "--out", Out);
        await WaitForAsync(Path.Combine(Out, "bn-seed0", "run.json"));
        LabResult second = LabProcess.Run("train", "--threads", "1", "--resume", "--out", Path.Combine(Out, "bn-seed0"));
        Assert.Equal(ExitCode.Refused, second.Code);
        LabResult third = LabProcess.Run("compare", "--epochs", "500", "--train-size", "640", "--threads", "1", "--out", Out);
        Assert.Equal(ExitCode.Refused, third.Code);
        Assert.Contains("another process is writing there", third.OnlyError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_that_start_in_the_same_second_get_a_folder_each()
    {
        string[] command = ["train", "--epochs", "1", "--train-size", "64", "--threads", "1", "--json"];
        LabResult[] results = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => LabProcess.RunIn(Folder, command))));
        Assert.All(results, result => Assert.True(result.Code == ExitCode.Done, result.Errors));
        string[] folders = [.. results.Select(result => JsonDocument.Parse(result.Output).RootElement.GetProperty("out").GetString()!)];
        Assert.Equal(2, folders.Distinct().Count());
        Assert.All(folders, folder => Assert.Single(File.ReadAllLines(Path.Combine(folder, "epochs.jsonl"))));
    }

    private static async Task WaitForAsync(string file)
    {
        DateTime end = DateTime.UtcNow + s_limit;
        while (!File.Exists(file) && DateTime.UtcNow < end)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.True(File.Exists(file), file);
    }
}
