using System.Text.Json;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Tests.Shared;

/// <summary>--memory-format and --precision, from training to the commands that use a checkpoint.</summary>
public sealed class FormatTests : TemporaryFolder
{
    [Fact]
    public void A_checkpoint_is_used_in_the_format_it_was_trained_in()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Mixed precision is there on Linux.");
        string run = PathOf("run");
        LabResult trained = LabProcess.Run(
            "train", "--epochs", "1", "--train-size", "128", "--batch-size", "32", "--model", "mlp", "--threads", "1", "--json",
            "--out", run, "--memory-format", "channels-last", "--precision", "bfloat16");
        double loss = trained.Json("train").GetProperty("loss").GetDouble();
        Assert.Equal(loss, Loss(run), 1e-12);
        Assert.NotEqual(loss, Loss(run, "--precision", "float32"), 1e-12);
        string[] continued = ["train", "--resume", "--out", run, "--epochs", "2", "--threads", "1", "--precision", "float32"];
        Assert.Contains("the option precision was bfloat16 and is float32", LabProcess.Run(continued).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Arms_of_another_format_are_another_comparison()
    {
        string[] command =
            ["compare", "--model", "mlp", "--norms", "bn", "--seeds", "1", "--epochs", "1", "--train-size", "128", "--out", PathOf("out")];
        Assert.Equal(ExitCode.Done, LabProcess.Run(command).Code);
        LabResult other = LabProcess.Run([.. command, "--memory-format", "channels-last"]);
        Assert.Equal(ExitCode.Refused, other.Code);
        Assert.Contains("memory-format is contiguous there and channels-last here", other.OnlyError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train --precision half", "--precision")]
    [InlineData("compare --memory-format nhwc", "--memory-format")]
    [InlineData("models --time --precision fp8", "--precision")]
    [InlineData("models --precision bfloat16", "--time")]
    [InlineData("bench --precision bf16", "--precision")]
    [InlineData("bench --formats float32-contiguous --precision bfloat16", "--formats")]
    public void An_unknown_format_is_a_usage_error(string arguments, string named)
    {
        LabResult result = LabProcess.Run(arguments.Split(' '));
        Assert.True(result.Code == ExitCode.Usage, result.Errors);
        Assert.Contains(named, result.OnlyError, StringComparison.Ordinal);
    }

    private static double Loss(string run, params string[] more)
    {
        JsonElement json = LabProcess.Run(["eval", run, "--threads", "1", "--json", .. more]).Json("eval");
        return json.GetProperty("loss").GetDouble();
    }
}
