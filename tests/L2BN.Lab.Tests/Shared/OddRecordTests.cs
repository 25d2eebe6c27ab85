using L2BN.Lab.Shared;
using L2BN.Results;

namespace L2BN.Lab.Tests.Shared;

/// <summary>Folders in place of records are refused by every command that reads them, with their own exit code.</summary>
public sealed class OddRecordTests : TemporaryFolder
{
    [Fact]
    public void A_report_refuses_a_summary_that_is_a_folder()
    {
        var run = RunFolder.Create(PathOf("bn-seed0"), new RunRecord { Arm = "bn", Norm = "bn", Model = "mlp", Data = "mnist", Seed = 0 });
        run.Finish(new FinalRecord { Accuracy = 50, Loss = 1, AccuracyRecalibrated = 51, LossRecalibrated = 1, MsPerStep = 2 });
        Directory.CreateDirectory(PathOf("summary.json"));
        Refuses("summary.json", "report", Folder);
    }

    [Fact]
    public void Options_that_are_a_folder_are_refused()
    {
        string[] small = ["--epochs", "1", "--train-size", "192", "--model", "mlp", "--threads", "1", "--out", PathOf("run")];
        Assert.Equal(ExitCode.Done, LabProcess.Run(["train", .. small]).Code);
        File.Delete(PathOf("run/config.yaml"));
        Directory.CreateDirectory(PathOf("run/config.yaml"));
        Refuses("config.yaml", "train", "--resume", "--out", PathOf("run"));
        Refuses("config.yaml", "eval", PathOf("run"));
    }

    private static void Refuses(string named, params string[] arguments)
    {
        LabResult result = LabProcess.Run(arguments);
        Assert.Equal((ExitCode.Refused, ""), (result.Code, result.Output));
        Assert.Contains($"{named}': expected a file, got a folder", result.OnlyError, StringComparison.Ordinal);
    }
}
