using System.Text.Json;
using System.Text.Json.Serialization;
using L2BN.Data.Files;
using L2BN.Data.Splits;

namespace L2BN.Data.Caching;

/// <summary>Channel statistics by the fingerprint of the data. Files that cannot be read or written are
/// ignored, and the statistics are computed again.</summary>
internal static class NormalizationCache
{
    /// <summary>Samples to compute from where decoded images do not fit into memory: enough for three digits, cheap beside an
    /// epoch.</summary>
    internal const int MaxSamples = 20_000;

    internal static Normalization Get(IDataset train, string fingerprint, string? folder)
    {
        string? path = folder is { Length: > 0 } ? Path.Combine(folder, "normalization", fingerprint + ".json") : null;
        if (path is not null && TryRead(path, train.Shape.Channels) is { } cached)
            return cached;
        var computed = Normalization.Compute(Sample(train));
        if (path is not null)
            TryWrite(path, computed);
        return computed;
    }

    private static IDataset Sample(IDataset train)
    {
        if ((long)train.Count * train.Shape.Size <= 1L << 30 || train.Count <= MaxSamples)
            return train;
        return new SubsetDataset(train, [.. Enumerable.Range(0, MaxSamples).Select(i => (int)((long)i * train.Count / MaxSamples))],
            train.Name);
    }

    private static Normalization? TryRead(string path, int channels)
    {
        try
        {
            if (!File.Exists(path))
                return null;
            CachedStatistics? cached = JsonSerializer.Deserialize(
                RegularFile.ReadAllBytes(path, 1 << 16),
                CachedStatisticsJson.Default.CachedStatistics);
            return cached is { Mean: not null, Std: not null } && cached.Mean.Length == channels
                ? new Normalization(cached.Mean, cached.Std)
                : null;
        }
        catch (Exception e) when (e is DataException or JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static void TryWrite(string path, Normalization normalization)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var statistics = new CachedStatistics([.. normalization.Mean], [.. normalization.Std]);
            AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(statistics, CachedStatisticsJson.Default.CachedStatistics));
        }
        catch (Exception e) when (RegularFile.IsFileError(e)) { }
    }
}

/// <summary>Content of a cache file.</summary>
internal sealed record CachedStatistics(float[]? Mean, float[]? Std);

[JsonSerializable(typeof(CachedStatistics))]
internal sealed partial class CachedStatisticsJson : JsonSerializerContext;
