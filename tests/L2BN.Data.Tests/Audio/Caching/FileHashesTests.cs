using System.Security.Cryptography;
using L2BN.Data.Audio.Caching;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.Audio.Caching;

public class FileHashesTests
{
    [Fact]
    public void Hashes_are_those_of_the_content()
    {
        using var folder = new TempFolder();
        string a = folder.Write("a", [1, 2]), b = folder.Write("b", [3]);
        Assert.Equal([Sha(1, 2), Sha(3), Sha(1, 2)], new FileHashes(null, folder.Root).Compute([a, b, a]));
    }

    [Fact]
    public void Files_that_did_not_change_are_not_read_again()
    {
        using var folder = new TempFolder();
        string path = folder.Write("a", [1, 2]);
        DateTime then = DateTime.UtcNow.AddHours(-1);
        File.SetLastWriteTimeUtc(path, then);
        Assert.Equal([Sha(1, 2)], Of(folder, path));
        File.WriteAllBytes(path, [8, 9]);
        File.SetLastWriteTimeUtc(path, then);
        Assert.Equal([Sha(1, 2)], Of(folder, path));
        File.SetLastWriteTimeUtc(path, then.AddSeconds(1));
        Assert.Equal([Sha(8, 9)], Of(folder, path));
    }

    [Fact]
    public void Files_that_changed_just_now_are_read_again()
    {
        using var folder = new TempFolder();
        string path = folder.Write("a", [1, 2]);
        DateTime time = File.GetLastWriteTimeUtc(path);
        Of(folder, path);
        File.WriteAllBytes(path, [8, 9]);
        File.SetLastWriteTimeUtc(path, time);
        Assert.Equal([Sha(8, 9)], Of(folder, path));
    }

    [Fact]
    public void A_damaged_list_of_hashes_is_ignored()
    {
        using var folder = new TempFolder();
        string path = folder.Write("a", [1, 2]);
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-1));
        Of(folder, path);
        string memory = Assert.Single(Directory.GetFiles(folder.Path("cache/hashes")));
        foreach (string content in (string[])["\0\0\0", "x\ty\tz", $"{new string('0', 64)}\t-2\tx\t{path}", "\n\n"])
        {
            File.WriteAllText(memory, content);
            Assert.Equal([Sha(1, 2)], Of(folder, path));
        }
    }

    [Fact]
    public void Files_that_cannot_be_read_are_refused()
    {
        using var folder = new TempFolder();
        Assert.Contains("none", Hostile.Refused(() => new FileHashes(null, folder.Root).Compute([folder.Path("none")])),
            StringComparison.Ordinal);
    }

    private static string[] Of(TempFolder folder, string path) => new FileHashes(folder.Path("cache"), folder.Root).Compute([path]);

    private static string Sha(params byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
