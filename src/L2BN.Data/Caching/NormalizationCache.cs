using System.Text.Json;
using System.Text.Json.Serialization;

namespace L2BN.Data;

/// <summary>Channel statistics by the fingerprint of the data. A cache: what cannot be read or written is measured again, without a
/// word.</summary>
internal static class NormalizationCache
{
    /// <summary>Images that are measured where decoded ones are not kept: enough for three digits, little beside an epoch.</summary>
    internal const int LargestSample = 20_000;

    internal static Normalization Get(IDataset train, string fingerprint, string? folder)
    {
        string? path = folder is { Length: > 0 } ? Path.Combine(folder, "normalization", fingerprint + ".json") : null;
        if (path is not null && TryRead(path, train.Shape.Channels) is { } kept) return kept;
        var measured = Normalization.Compute(Sample(train));
        if (path is not null) TryWrite(path, measured);
        return measured;
    }

    private static IDataset Sample(IDataset train)
    {
        if ((long)train.Count * train.Shape.Size <= 1L << 30 || train.Count <= LargestSample) return train;
        return new SubsetDataset(train, [.. Enumerable.Range(0, LargestSample).Select(i => (int)((long)i * train.Count / LargestSample))],
            train.Name);
    }

    private static Normalization? TryRead(string path, int channels)
    {
        try
        {
            if (!File.Exists(path)) return null;
            var kept = JsonSerializer.Deserialize(RegularFile.ReadAllBytes(path, 1 << 16), CachedStatisticsJson.Default.CachedStatistics);
            return kept is { Mean: not null, Std: not null } && kept.Mean.Length == channels ? new Normalization(kept.Mean, kept.Std)
                : null;
        }
        catch (Exception e) when (e is DataException or JsonException or ArgumentException) { return null; }
    }

    private static void TryWrite(string path, Normalization normalization)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            string half = $"{path}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}";
            var statistics = new CachedStatistics([.. normalization.Mean], [.. normalization.Std]);
            File.WriteAllBytes(half, JsonSerializer.SerializeToUtf8Bytes(statistics, CachedStatisticsJson.Default.CachedStatistics));
            File.Move(half, path, overwrite: true);
        }
        catch (Exception e) when (RegularFile.IsFileTrouble(e)) { }
    }
}

/// <summary>What a file of the cache holds.</summary>
internal sealed record CachedStatistics(float[]? Mean, float[]? Std);

[JsonSerializable(typeof(CachedStatistics))]
internal sealed partial class CachedStatisticsJson : JsonSerializerContext;
