using L2BN.Data.Audio.Caching;
using L2BN.Data.Audio.Features;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.Audio.Caching;

public class FeatureCacheTests
{
    private const string Key = "abcdef";
    private static readonly FeatureMatrix s_features = new(2, 3, [1, 2, 3, 4, 5, -6.5f]);

    [Fact]
    public void Stored_features_are_read_back()
    {
        using var folder = new TempFolder();
        var cache = FeatureCache.Open(folder.Root);
        Assert.Null(cache.Read(Key, 2, 3));
        cache.Write(Key, s_features);
        Assert.Equal(s_features.Values, cache.Read(Key, 2, 3)!.Values);
        Assert.Null(cache.Read("abcdee", 2, 3));
        Assert.Null(cache.Read(Key, 3, 2));
        Assert.Empty(Directory.GetFiles(folder.Path("tmp")));
    }

    [Fact]
    public void Damaged_files_are_a_miss()
    {
        using var folder = new TempFolder();
        var cache = FeatureCache.Open(folder.Root);
        cache.Write(Key, s_features);
        string path = Assert.Single(Directory.GetFiles(folder.Root, "*.mel", SearchOption.AllDirectories));
        byte[] good = File.ReadAllBytes(path);
        for (int bit = 0; bit < 8 * good.Length; bit++)
        {
            byte[] bad = [.. good];
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(path, bad);
            Assert.Null(cache.Read(Key, 2, 3));
        }
        for (int length = 0; length < good.Length; length++)
        {
            File.WriteAllBytes(path, good[..length]);
            Assert.Null(cache.Read(Key, 2, 3));
        }
        File.WriteAllBytes(path, [.. good, 0]);
        Assert.Null(cache.Read(Key, 2, 3));
        cache.Write(Key, s_features);
        Assert.NotNull(cache.Read(Key, 2, 3));
    }

    [Fact]
    public void Concurrent_writers_and_readers_get_whole_files_only()
    {
        using var folder = new TempFolder();
        var cache = FeatureCache.Open(folder.Root);
        Parallel.For(0, 400, i =>
        {
            cache.Write(Key, s_features);
            Assert.Equal(s_features.Values, cache.Read(Key, 2, 3)!.Values);
        });
    }

    [Fact]
    public void Temporary_files_of_killed_writers_are_deleted_after_a_day()
    {
        using var folder = new TempFolder();
        string old = folder.Write("tmp/old", [1]), young = folder.Write("tmp/young", [1]);
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-2));
        FeatureCache.Open(folder.Root);
        Assert.Equal((false, true), (File.Exists(old), File.Exists(young)));
    }

    [Fact]
    public void A_cache_that_cannot_be_written_is_no_error()
    {
        using var folder = new TempFolder();
        var cache = FeatureCache.Open(folder.Path("cache"));
        Directory.Delete(folder.Path("cache/tmp"));
        cache.Write(Key, s_features);
        Assert.Null(cache.Read(Key, 2, 3));
    }
}
