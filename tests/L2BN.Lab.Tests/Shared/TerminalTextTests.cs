using L2BN.Lab.Shared;
using L2BN.Results;

namespace L2BN.Lab.Tests.Shared;

/// <summary>Texts from untrusted files on a terminal: they can neither move its cursor, nor turn the direction of text, nor add
/// lines.</summary>
public sealed class TerminalTextTests : TemporaryFolder
{
    private const string Hostile = "\u001b[2J\u202Egnp\nl2bn: all is well\r";

    [Fact]
    public void A_run_folder_cannot_control_the_terminal()
    {
        foreach ((string arm, int index) in new[] { ("bn", 0), ($"l2bn{Hostile}", 1) })
        {
            var run = RunFolder.Create(PathOf($"run{index}"), new RunRecord
            {
                Arm = arm,
                Norm = arm,
                Model = Hostile,
                Data = Hostile,
                Seed = 0,
                ArmIndex = index,
            });
            run.Finish(new FinalRecord { Accuracy = 50, Loss = 1, AccuracyRecalibrated = 51, LossRecalibrated = 1, MsPerStep = 2 });
        }

        LabResult result = LabProcess.Run("report", Folder);
        Assert.True(result.Code == ExitCode.Done, result.Errors);
        Clean(result.Errors);
        Assert.Contains(@"\x1b[2J", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Neither_can_names_of_files_and_options()
    {
        string config = PathOf($"{Hostile}.yaml");
        Clean(LabProcess.Run("train", "--config", config).Errors);
        File.WriteAllText(config, $"\"norm\\e[2J\": x");
        Clean(LabProcess.Run("train", "--config", config).Errors);
        Clean(LabProcess.Run("eval", PathOf(Hostile)).Errors);
        Clean(LabProcess.Run("data", "info", Hostile).Errors);
        Clean(LabProcess.Run("compare", $"--{Hostile}").Errors);
    }

    [Fact]
    public void A_configuration_is_printed_with_escapes_that_read_back()
    {
        string config = PathOf("run.yaml");
        File.WriteAllText(config, "data_dir: \"\\e[2J\\u202Ea\\nb \\\\ \\\"\"");
        LabResult result = LabProcess.Run("train", "--config", config, "--print-config");
        Assert.True(result.Code == ExitCode.Done, result.Errors);
        Assert.Contains(@"data_dir: ""\x1b[2J\u202ea\nb \\ \""""", result.Output.Split('\n'));
        File.WriteAllText(config, result.Output);
        Assert.Equal(result.Output, LabProcess.Run("train", "--config", config, "--print-config").Output);
    }

    private static void Clean(string text)
    {
        Assert.NotEmpty(text);
        Assert.DoesNotContain(text, c => c != '\n' && char.IsControl(c));
        Assert.DoesNotContain('\u202E', text);
        Assert.DoesNotContain(text.Split('\n'), line => line.StartsWith("l2bn: all is well", StringComparison.Ordinal));
    }
}
