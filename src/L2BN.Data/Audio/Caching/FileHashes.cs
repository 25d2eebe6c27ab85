using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using L2BN.Data.Files;

namespace L2BN.Data.Audio.Caching;

/// <summary>SHA-256 of files, remembered from run to run for files of the same path, length and time of change (as git's index does), so
/// that a large data set is read whole only once.</summary>
internal sealed class FileHashes
{
    /// <summary>A file changed so recently may change again within the same tick of the clock; it is hashed again next time.</summary>
    private static readonly TimeSpan s_settled = TimeSpan.FromSeconds(2);

    private readonly string? _memory;
    private readonly ConcurrentDictionary<string, Entry> _known;

    /// <param name="cacheFolder">Where hashes are remembered; null to remember nothing.</param>
    /// <param name="dataFolder">The data set; each has a file of its own.</param>
    internal FileHashes(string? cacheFolder, string dataFolder)
    {
        string name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(dataFolder))));
        _memory = cacheFolder is null ? null : Path.Combine(cacheFolder, "hashes", name + ".tsv");
        _known = new(Recall(_memory), StringComparer.Ordinal);
    }

    /// <summary>Hashes of all files, in order; computed on all cores, and remembered.</summary>
    /// <exception cref="DataException">A file cannot be read.</exception>
    internal string[] Compute(IReadOnlyList<string> paths)
    {
        string[] hashes = new string[paths.Count];
        Parallelism.For(paths.Count, i => hashes[i] = Hash(paths[i]));
        Remember();
        return hashes;
    }

    private string Hash(string path)
    {
        (long length, long ticks) = Stat(path);
        if (_known.TryGetValue(path, out Entry? known) && known.Length == length && known.Ticks == ticks)
            return known.Hash;
        string hash = HashContent(path);
        if (DateTime.UtcNow.Ticks - ticks > s_settled.Ticks)
            _known[path] = new Entry(hash, length, ticks);
        return hash;
    }

    private static (long Length, long Ticks) Stat(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return (file.Length, file.LastWriteTimeUtc.Ticks);
        }
        catch (Exception e) when (RegularFile.IsFileError(e))
        {
            throw RegularFile.Unreadable(path, e);
        }
    }

    private static string HashContent(string path)
    {
        using FileStream stream = RegularFile.OpenRead(path);
        try
        {
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (Exception e) when (RegularFile.IsFileError(e))
        {
            throw RegularFile.Unreadable(path, e);
        }
    }

    // Millions of files.
    private const int LongestMemory = 256 << 20;

    /// <summary>One line per file: hash, length, ticks, path. Whatever does not look like that is forgotten.</summary>
    private static IEnumerable<KeyValuePair<string, Entry>> Recall(string? memory)
    {
        string[] lines;
        try
        {
            lines = memory is not null && File.Exists(memory)
                ? Encoding.UTF8.GetString(InputFile.ReadAllBytes(memory, LongestMemory)).Split('\n')
                : [];
        }
        catch (Exception e) when (RegularFile.IsFileError(e))
        {
            lines = [];
        }
        foreach (string line in lines)
        {
            string[] parts = line.Split('\t', 4);
            if (parts.Length == 4 && parts[0].Length == 64 && NumberText.TryParseDigits(parts[1], out long length)
                && NumberText.TryParseDigits(parts[2], out long ticks))
                yield return new(parts[3], new Entry(parts[0], length, ticks));
        }
    }

    /// <summary>A list that cannot be written costs time, nothing else.</summary>
    private void Remember()
    {
        if (_memory is null)
            return;
        IEnumerable<string> lines = _known.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Where(pair => !pair.Key.Contains('\n', StringComparison.Ordinal))
            .Select(pair => $"{pair.Value.Hash}\t{pair.Value.Length}\t{pair.Value.Ticks}\t{pair.Key}\n");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_memory)!);
            AtomicFile.Write(_memory, string.Concat(lines));
        }
        catch (Exception e) when (RegularFile.IsFileError(e)) { }
    }

    private sealed record Entry(string Hash, long Length, long Ticks);
}
