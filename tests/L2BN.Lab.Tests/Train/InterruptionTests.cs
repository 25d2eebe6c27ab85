using System.Diagnostics;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Tests.Train;

public sealed class InterruptionTests : TemporaryFolder
{
    [Theory]
    [InlineData("INT", ExitCode.Interrupted)]
    [InlineData("TERM", ExitCode.Terminated)]
    [InlineData("HUP", ExitCode.Terminated)]
    public async Task A_signal_stops_cleanly_and_leaves_no_report(string signal, int code)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no POSIX signals.");
        string output = Path.Combine(Folder, "out");
        using var process = LabProcess.Start("compare", "--train-size", "640", "--epochs", "50", "--out", output);
        await process.Spoke;
        await Send(signal, process);
        LabResult result = process.Finish();
        Assert.Equal(code, result.Code);
        Assert.Equal(
            "l2bn: Stopped. What was saved stays: the same command continues from there.",
            result.Errors.TrimEnd().Split('\n')[^1]);
        Assert.Empty(result.Output);
        Assert.False(File.Exists(Path.Combine(output, "report.html")));
        Assert.True(File.Exists(Path.Combine(output, "bn-seed0", "epochs.jsonl")));
    }

    [Fact]
    public async Task A_closed_terminal_saves_the_run_of_train()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no POSIX signals.");
        string[] command = ["train", "--train-size", "640", "--epochs", "500", "--threads", "1", "--out", PathOf("run")];
        using var process = LabProcess.Start(command);
        await process.Spoke;
        await Send("HUP", process);
        Assert.Equal(ExitCode.Terminated, process.Finish().Code);
        File.WriteAllText(PathOf("run/epochs.jsonl.tmp-1-0123456789abcdef0123456789abcdef"), "left by a process that died");
        File.WriteAllText(PathOf("run/checkpoints/last.safetensors.tmp-1-0123456789abcdef0123456789abcdef"), "left by a process that died");
        LabResult rest = LabProcess.Run([.. command, "--resume", "--time-budget", "0.0001"]);
        Assert.True(rest.Code == ExitCode.Done, rest.Errors);
        Assert.Contains("Continuing from step", rest.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(PathOf("run"), "*.tmp-*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("INT", ExitCode.Interrupted)]
    [InlineData("TERM", ExitCode.Terminated)]
    [InlineData("HUP", ExitCode.Terminated)]
    public async Task A_signal_during_start_up_has_the_exit_code_of_a_later_one(string signal, int code)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no POSIX signals.");
        foreach (int milliseconds in new[] { 150, 250, 400, 600 })
        {
            string output = PathOf($"{signal}-{milliseconds}");
            using var process = LabProcess.Start("train", "--train-size", "640", "--epochs", "500", "--threads", "1", "--out", output);
            await Task.Delay(milliseconds, TestContext.Current.CancellationToken);
            await Send(signal, process);
            LabResult result = process.Finish();
            // Before the runtime runs the first line of the program, the system ends the process: 129 for SIGHUP, the same codes for the
            // others.
            Assert.True(
                result.Code == code || (signal == "HUP" && result.Code == 129 && !Directory.Exists(output)),
                $"{milliseconds} ms: {result.Code}, {result.Errors}");
            Assert.Empty(result.Output);
        }
    }

    [Fact]
    public async Task A_run_under_nohup_survives_its_terminal()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The test reads /proc.");
        using var process = LabProcess.StartIgnoringHangup(
            "train", "--train-size", "64", "--epochs", "3", "--threads", "1", "--out", PathOf("run"));
        await process.Spoke;
        await Send("HUP", process);
        LabResult result = process.Finish();
        Assert.True(result.Code == ExitCode.Done, $"{result.Code}, {result.Errors}");
    }

    private static async Task Send(string signal, LabProcess process)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
