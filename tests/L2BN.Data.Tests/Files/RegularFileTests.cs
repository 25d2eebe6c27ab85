using System.Diagnostics;
using L2BN.Data.Files;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.Files;

public sealed class RegularFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reads_a_file_and_a_link_to_it()
    {
        string file = _folder.Write("file", [1, 2, 3]);
        Assert.Equal([1, 2, 3], RegularFile.ReadAllBytes(file, 3));
        if (OperatingSystem.IsWindows())
            return; // Links need a privilege there.
        File.CreateSymbolicLink(_folder.Path("link"), file);
        Assert.Equal([1, 2, 3], RegularFile.ReadAllBytes(_folder.Path("link"), 3));
    }

    [Fact]
    public void Refuses_what_is_missing_empty_too_long_or_a_folder()
    {
        Assert.Contains("no such file", Refused(_folder.Path("missing")), StringComparison.Ordinal);
        Assert.Contains("got a folder", Refused(_folder.Root), StringComparison.Ordinal);
        Assert.Contains("an empty file", Refused(_folder.Write("empty", [])), StringComparison.Ordinal);
        Assert.Contains("at most 2 bytes, got 3", Refused(_folder.Write("long", [1, 2, 3])), StringComparison.Ordinal);
        Assert.Contains("cannot be read", Refused("a\0b"), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_pipes_devices_and_links_to_them()
    {
        if (OperatingSystem.IsWindows())
            return; // There are none of this kind.
        string pipe = _folder.Path("pipe");
        using (var mkfifo = Process.Start("mkfifo", pipe))
            mkfifo.WaitForExit();
        File.CreateSymbolicLink(_folder.Path("zero"), "/dev/zero");
        File.CreateSymbolicLink(_folder.Path("dangling"), _folder.Path("nowhere"));
        File.CreateSymbolicLink(_folder.Path("loop"), _folder.Path("loop"));
        foreach (string path in (string[])[pipe, "/dev/zero", _folder.Path("zero")])
            Assert.Contains("a pipe or a device", Refused(path), StringComparison.Ordinal);
        Refused(_folder.Path("dangling"));
        Refused(_folder.Path("loop"));
    }

    private static string Refused(string path) => Hostile.Refused(() => RegularFile.ReadAllBytes(path, 2));
}
