using L2BN.Lab.Shared;

namespace L2BN.Lab.Tests.Shared;

/// <summary>What becomes of results where standard output or standard error is full, closed or a narrow terminal.</summary>
public sealed class StandardOutputTests
{
    [Theory]
    [InlineData("--help")]
    [InlineData("data list --json")]
    [InlineData("train --print-config")]
    public void A_full_disk_is_said_in_one_line(string arguments)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full.");
        LabResult result = LabProcess.RunScript($"l2bn {arguments} > /dev/full");
        Assert.True(result.Code == ExitCode.Refused, $"{result.Code}: {result.Errors}");
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
        Assert.Contains("standard output", result.Errors.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_that_cannot_be_written_ends_nothing()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full.");
        LabResult result = LabProcess.RunScript("l2bn data list --json 2> /dev/full");
        result.Json("data-list");
    }

    [Theory]
    [InlineData("data list --json")]
    [InlineData("compare --help")]
    public void A_reader_that_stops_early_is_no_failure(string arguments)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no shell of POSIX.");
        LabResult result = LabProcess.RunScript($"{{ l2bn {arguments}; echo \"code $?\" >&2; }} | head -c 1");
        Assert.Equal(1, result.Output.Length);
        Assert.EndsWith("code 0", result.Errors.TrimEnd(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1)]
    public void Help_is_readable_in_the_narrowest_terminal(int columns)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "There is no script(1) to make a terminal.");
        LabResult result = LabProcess.RunScript(
            $"script -qec \"stty cols {columns}; {LabProcess.Quoted} train --help\" /dev/null");
        Assert.True(result.Code == 0, result.Output + result.Errors);
        Assert.Contains("--batch-size", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Output, StringComparison.Ordinal);
    }
}
