using System.Diagnostics;
using L2BN.Lab.Shared;
using L2BN.Results;

namespace L2BN.Lab.Tests.Shared;

/// <summary>Outputs into devices, pipes and links: they are written to and stay what they are.</summary>
public sealed class SpecialFileTests : TemporaryFolder
{
    private string Comparison => PathOf("comparison");

    [Theory]
    [InlineData("html")]
    [InlineData("md")]
    [InlineData("csv")]
    public void A_device_stays_a_device(string format)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no device files.");
        Report(format, "/dev/null");
        Assert.Equal(0, new FileInfo("/dev/null").Length);
        Assert.True(new FileInfo("/dev/null").UnixFileMode.HasFlag(UnixFileMode.OtherWrite));
    }

    [Fact]
    public async Task A_pipe_gets_the_whole_output()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no named pipes among files.");
        string pipe = PathOf("pipe");
        using (var make = Process.Start("mkfifo", [pipe]))
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        Task<string> reader = Task.Run(() => File.ReadAllText(pipe), TestContext.Current.CancellationToken);
        Report("csv", pipe);
        Assert.Equal(Expected("csv"), await reader);
        Assert.True(File.Exists(pipe));
    }

    [Fact]
    public void A_link_is_followed()
    {
        string target = PathOf("target.csv"), link = PathOf("link.csv");
        File.WriteAllText(target, "old");
        File.CreateSymbolicLink(link, target);
        Report("csv", link);
        Assert.Equal(target, new FileInfo(link).LinkTarget);
        Assert.Equal(Expected("csv"), File.ReadAllText(target));
    }

    [Fact]
    public void Standard_output_can_be_named()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no /dev/stdout.");
        CreateComparison();
        LabResult piped = LabProcess.Run("report", Comparison, "--format", "csv", "--out", "/dev/stdout");
        Assert.True(piped.Code == ExitCode.Done, piped.Errors);
        Assert.Equal(Expected("csv"), piped.Output);
        string file = PathOf("both");
        LabResult both = LabProcess.RunScript($"l2bn report '{Comparison}' --format csv --out /dev/stdout --json > '{file}'");
        Assert.True(both.Code == ExitCode.Done, both.Errors);
        string text = File.ReadAllText(file);
        Assert.StartsWith(Expected("csv"), text, StringComparison.Ordinal);
        Assert.StartsWith("{\"schema\":1,", text[Expected("csv").Length..], StringComparison.Ordinal);
        LabResult full = LabProcess.RunScript($"l2bn report '{Comparison}' --format csv --out /dev/stdout > /dev/full");
        Assert.Equal(ExitCode.Refused, full.Code);
        Assert.Contains("/dev/stdout", full.OnlyError, StringComparison.Ordinal);
    }

    private void Report(string format, string output)
    {
        CreateComparison();
        LabResult result = LabProcess.Run("report", Comparison, "--format", format, "--out", output);
        Assert.True(result.Code == ExitCode.Done, result.Errors);
        Assert.Empty(result.Output);
    }

    private string Expected(string format)
    {
        string file = PathOf($"expected.{format}");
        LabProcess.Run("report", Comparison, "--format", format, "--out", file);
        return File.ReadAllText(file);
    }

    private void CreateComparison()
    {
        foreach ((string arm, int index) in new[] { ("bn", 0), ("l2bn", 1) })
        {
            var run = RunFolder.Create(Path.Combine(Comparison, $"{arm}-seed0"), new RunRecord
            {
                Arm = arm,
                Norm = arm,
                Model = "mlp",
                Data = "mnist",
                Seed = 0,
                ArmIndex = index,
            });
            run.Finish(new FinalRecord { Accuracy = 50, Loss = 1, AccuracyRecalibrated = 51, LossRecalibrated = 1, MsPerStep = 2 });
        }
    }
}
