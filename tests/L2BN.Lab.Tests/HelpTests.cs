using L2BN.Lab.Shared;

namespace L2BN.Lab.Tests;

public sealed class HelpTests : TemporaryFolder
{
    [Theory]
    [InlineData("--help")]
    [InlineData("compare --help")]
    [InlineData("train --help")]
    [InlineData("--version")]
    public void Answers_without_torch(string arguments)
    {
        foreach (string file in Directory.GetFiles(AppContext.BaseDirectory).Where(file => !Path.GetFileName(file).Contains("Torch", StringComparison.OrdinalIgnoreCase)))
            File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)));
        LabResult result = LabProcess.RunFrom(Folder, arguments.Split(' '));
        Assert.True(result.Code == 0, result.Errors);
        Assert.NotEmpty(result.Output);
        Assert.Empty(result.Errors);
    }

    [Fact]
    public void Lists_every_command()
    {
        string help = LabProcess.Run("--help").Output;
        Assert.Contains("compare", help, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("comparr")]
    public void A_command_that_does_not_exist_is_a_usage_error(string arguments)
    {
        LabResult result = LabProcess.Run(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains("--help", result.OnlyError, StringComparison.Ordinal);
    }
}
