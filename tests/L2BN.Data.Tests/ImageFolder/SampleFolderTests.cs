using L2BN.Data.ImageFolder;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.ImageFolder;

public sealed class SampleFolderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Lists_by_content_and_names_what_is_not_read()
    {
        foreach (string name in (string[])["b.png", "a.JFIF", "no-extension", "sub/c.txt", "sub.png"])
            _folder.Write(name, PngFiles.Noise(4, 4));
        _folder.Write("d.gif", "GIF89a"u8);
        _folder.Write("sub/e.webp", "RIFF....WEBPVP8 "u8);
        _folder.Write("sub/notes.md", "# text"u8);
        _folder.Write("empty", []);
        foreach (string hidden in (string[])[".DS_Store", "._b.png", ".hidden/a.png", "sub/._c.png"])
            _folder.Write(hidden, PngFiles.Noise(4, 4));
        SampleListing listing = SampleFolder.ListImages(_folder.Root);
        Assert.Equal(["a.JFIF", "b.png", "no-extension", "sub.png", "sub/c.txt"], listing.Files.Select(Relative));
        Assert.Equal(
            $"{_folder.Root}: files that are not read: 1 GIF image (d.gif), 1 empty or special file (empty), 1 WebP image (sub/e.webp) "
                + "and 1 text file (sub/notes.md).",
            listing.Warning);
    }

    [Fact]
    public void Nothing_is_said_where_all_is_read()
    {
        _folder.Write("a.png", PngFiles.Noise(4, 4));
        Assert.Null(SampleFolder.ListImages(_folder.Root).Warning);
    }

    [Fact]
    public void A_folder_without_samples_is_refused_with_its_content()
    {
        Assert.Contains("got no files", Hostile.Refused(() => SampleFolder.ListSounds(_folder.Root)), StringComparison.Ordinal);
        _folder.Write("a.png", PngFiles.Noise(4, 4));
        _folder.Write("b.ogg", "OggS"u8);
        Assert.Contains("expected sounds (WAV", Hostile.Refused(() => SampleFolder.ListSounds(_folder.Root)), StringComparison.Ordinal);
        Assert.Contains("got 1 PNG image (a.png) and 1 Ogg file (b.ogg)", Hostile.Refused(() => SampleFolder.ListSounds(_folder.Root)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_to_a_parent_folder_ends()
    {
        if (OperatingSystem.IsWindows())
            return;
        _folder.Write("sub/a.png", PngFiles.Noise(4, 4));
        Directory.CreateSymbolicLink(_folder.Path("sub/up"), _folder.Root);
        Assert.Equal(["sub/a.png"], SampleFolder.ListImages(_folder.Root).Files.Select(Relative));
    }

    [Fact]
    public void Names_are_printed_without_control_characters()
    {
        if (OperatingSystem.IsWindows())
            return;
        _folder.Write("a.png", PngFiles.Noise(4, 4));
        _folder.Write("evil\u001b[2J\n.gif", "GIF89a"u8);
        Assert.Contains(@"(evil\x1b[2J\n.gif)", SampleFolder.ListImages(_folder.Root).Warning, StringComparison.Ordinal);
    }

    private string Relative(string path) => Path.GetRelativePath(_folder.Root, path).Replace('\\', '/');
}
