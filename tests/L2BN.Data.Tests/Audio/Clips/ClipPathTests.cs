using L2BN.Data.Audio.Clips;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.Audio.Clips;

public class ClipPathTests
{
    [Fact]
    public void Names_below_the_folder_are_resolved()
    {
        using var folder = new TempFolder();
        Assert.Equal(folder.Path("audio/a.wav"), new ClipPath(folder.Root).Resolve("audio/a.wav", "t.csv"));
        Assert.Equal(folder.Path("ä b.wav"), new ClipPath(folder.Root + "/").Resolve("ä b.wav", "t.csv"));
        Assert.Equal(folder.Path("a%2e%2e/x"), new ClipPath(folder.Root).Resolve("a%2e%2e/x", "t.csv"));
        Assert.Equal(folder.Path("~root/x"), new ClipPath(folder.Root).Resolve("~root/x", "t.csv"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../x.wav")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../x")]
    [InlineData("a/../x")]
    [InlineData(@"a\..\..\x")]
    [InlineData(@"C:\x")]
    [InlineData("C:/x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    [InlineData("x:stream")]
    public void Names_outside_the_folder_are_refused(string name)
    {
        using var folder = new TempFolder();
        Assert.Contains("t.csv, line 3: expected a file name inside the data folder",
            Hostile.Refused(() => new ClipPath(folder.Root).Resolve(name, "t.csv, line 3")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_without_end_is_refused_and_not_repeated_in_full()
    {
        using var folder = new TempFolder();
        Assert.InRange(Hostile.Refused(() => new ClipPath(folder.Root).Resolve(new string('x', 100_000), "t.csv")).Length, 1, 1000);
    }

    [Fact]
    public void Links_are_not_followed()
    {
        using var folder = new TempFolder();
        string secret = folder.Write("secret.txt", [1]);
        Directory.CreateDirectory(folder.Path("data/audio"));
        File.CreateSymbolicLink(folder.Path("data/audio/a.wav"), secret);
        Directory.CreateSymbolicLink(folder.Path("data/out"), folder.Root);
        File.CreateSymbolicLink(folder.Path("data/dangling"), "/nowhere");
        foreach (string name in (string[])["audio/a.wav", "out/secret.txt", "dangling"])
            Assert.Contains("is a link", Hostile.Refused(() => new ClipPath(folder.Path("data")).Resolve(name, "t.csv")),
                StringComparison.Ordinal);
    }

    [Fact]
    public void The_data_folder_itself_may_be_a_link()
    {
        using var folder = new TempFolder();
        folder.Write("real/a.wav", [1]);
        Directory.CreateSymbolicLink(folder.Path("data"), folder.Path("real"));
        Assert.Equal(folder.Path("data/a.wav"), new ClipPath(folder.Path("data")).Resolve("a.wav", "t.csv"));
    }
}
