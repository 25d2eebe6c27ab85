using System.Diagnostics;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Tests;

public sealed class InterruptionTests : TemporaryFolder
{
    [Theory]
    [InlineData("INT", ExitCode.Interrupted)]
    [InlineData("TERM", ExitCode.Terminated)]
    public async Task A_signal_stops_cleanly_and_leaves_no_report(string signal, int code)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no POSIX signals.");
        string output = Path.Combine(Folder, "out");
        using LabProcess process = LabProcess.Start("compare", "--train-size", "640", "--epochs", "50", "--out", output);
        await process.Spoke;
        using (Process kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"])) await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        LabResult result = process.Finish();
        Assert.Equal(code, result.Code);
        Assert.Equal("l2bn: Stopped. What was saved stays: the same command continues from there.", result.Errors.TrimEnd().Split('\n')[^1]);
        Assert.Empty(result.Output);
        Assert.False(File.Exists(Path.Combine(output, "report.html")));
        Assert.True(File.Exists(Path.Combine(output, "bn-seed0", "epochs.jsonl")));
    }
}
