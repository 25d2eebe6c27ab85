using L2BN.Lab.Shared;

namespace L2BN.Lab.Tests.Shared;

/// <summary>Faults of sound files that put no sample in doubt: one warning, or with <c>--strict</c> the end of the command.</summary>
public sealed class StrictTests : TemporaryFolder
{
    public StrictTests()
    {
        foreach (string name in (string[])["train/high/1", "train/low/1", "test/high/2", "test/low/2"])
            WaveFile.Write(
                Path.Combine(Folder, $"{name}.wav"),
                name.Contains("low", StringComparison.Ordinal) ? 300 : 3000,
                seed: name[^1]);
        WaveFile.Unfinish(Path.Combine(Folder, "test", "low", "2.wav"));
    }

    [Fact]
    public void Data_verify_reads_such_files_with_one_warning()
    {
        LabResult result = LabProcess.RunWithCache(Path.Combine(Folder, "cache"), "data", "verify", "audio-folder", "--data-dir", Folder);
        Assert.True(result.Code == ExitCode.Done, result.Errors);
        string warning = Assert.Single(result.Errors.Split('\n'), line => line.StartsWith("Warning: ", StringComparison.Ordinal));
        Assert.Contains(
            "1 of 4 sound files break a rule of their format without a sample in doubt, and are read",
            warning,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data", "verify", "audio-folder")]
    [InlineData("data", "info", "audio-folder")]
    [InlineData("train", "--data", "audio-folder")]
    [InlineData("compare", "--data", "audio-folder")]
    public void Strict_commands_refuse_them(params string[] command)
    {
        LabResult result = LabProcess.RunWithCache(Path.Combine(Folder, "cache"), [.. command, "--data-dir", Folder, "--strict"]);
        Assert.Equal(ExitCode.Refused, result.Code);
        Assert.Contains("2.wav, byte 4: expected a file of", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data", "verify", "fashion-mnist-mini", "--strict")]
    [InlineData("train", "--strict")]
    [InlineData("compare", "--strict")]
    public void Images_have_no_such_rule(params string[] command)
    {
        LabResult result = LabProcess.Run(command);
        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains("contains images", result.Errors, StringComparison.Ordinal);
    }
}
