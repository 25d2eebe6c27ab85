using System.Diagnostics;

namespace L2BN.Core.Tests;

/// <summary>What is no regular file is never taken for one that is not there.</summary>
public sealed class InputFileTests : TemporaryFolder
{
    [Fact]
    public void A_file_exists_and_nothing_does_not()
    {
        File.WriteAllText(PathOf("file"), "");
        Assert.True(InputFile.Exists(PathOf("file")));
        Assert.False(InputFile.Exists(PathOf("nothing")));
        Assert.False(InputFile.Exists(PathOf("nothing/below")));
        Assert.False(InputFile.Exists(PathOf("file/below")));
    }

    [Fact]
    public void A_folder_is_refused()
    {
        Directory.CreateDirectory(PathOf("odd"));
        Refuses("got a folder");
    }

    [Theory]
    [InlineData("nothing", "got a link to nothing")]
    [InlineData("odd", "symbolic links")]
    [InlineData("folder", "got a folder")]
    [InlineData("/dev/zero", "got a pipe, a device")]
    public void A_link_to_no_file_is_refused(string target, string named)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Windows lets ordinary users create no links, and has no devices.");
        Directory.CreateDirectory(PathOf("folder"));
        File.CreateSymbolicLink(PathOf("odd"), target);
        Refuses(named);
    }

    [Fact]
    public void A_link_to_a_file_is_followed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets ordinary users create no links.");
        File.WriteAllText(PathOf("file"), "");
        File.CreateSymbolicLink(PathOf("link"), "file");
        Assert.True(InputFile.Exists(PathOf("link")));
    }

    [Fact]
    public async Task A_pipe_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no named pipes among files.");
        using (var make = Process.Start("mkfifo", [PathOf("odd")]))
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        Refuses("got a pipe");
    }

    private void Refuses(string named) =>
        Assert.Contains(named, Assert.Throws<IOException>(() => InputFile.Exists(PathOf("odd"))).Message, StringComparison.Ordinal);
}
