using System.Buffers.Binary;
using L2BN.Data.Audio.Features;
using L2BN.Data.Files;

namespace L2BN.Data.Audio.Caching;

/// <summary>Stores feature matrices in files named by their key. A file that is missing, damaged or of another program counts as a miss.
/// Safe for any number of threads and processes.</summary>
internal sealed class FeatureCache
{
    private static readonly TimeSpan s_abandoned = TimeSpan.FromDays(1);
    private readonly string _folder;
    private volatile bool _writable = true;

    private FeatureCache(string folder) => _folder = folder;

    /// <summary>Opens or makes the cache, and deletes the temporary files of writers that were killed.</summary>
    /// <exception cref="IOException">The folder cannot be created; or <see cref="UnauthorizedAccessException"/>.</exception>
    internal static FeatureCache Open(string folder)
    {
        DirectoryInfo temporary = Directory.CreateDirectory(Path.Combine(folder, "tmp"));
        foreach (FileInfo? file in temporary.EnumerateFiles().Where(file => DateTime.UtcNow - file.LastWriteTimeUtc > s_abandoned))
            file.Delete();
        return new FeatureCache(folder);
    }

    internal FeatureMatrix? Read(string key, int rows, int frames)
    {
        try
        {
            using FileStream file = InputFile.OpenRead(PathOf(key), buffer: 0);
            if (file.Length != FeatureFile.LengthOf(rows, frames))
                return null;
            byte[] content = new byte[file.Length];
            file.ReadExactly(content);
            return FeatureFile.Decode(content, rows, frames);
        }
        catch (Exception e) when (RegularFile.IsFileError(e))
        {
            return null;
        }
    }

    /// <summary>Writes to a file of its own, then renames it, so that no reader ever finds half a file. Not flushed to the disk: an
    /// entry that is lost is computed again, and its checksum tells. After a failure (a full disk) nothing more is written.</summary>
    internal void Write(string key, FeatureMatrix features)
    {
        if (!_writable)
            return;
        string temporary = Path.Combine(_folder, "tmp", $"{Environment.ProcessId}-{Guid.NewGuid():N}");
        try
        {
            File.WriteAllBytes(temporary, FeatureFile.Encode(features));
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(key))!);
            File.Move(temporary, PathOf(key), overwrite: true);
        }
        catch (Exception e) when (RegularFile.IsFileError(e))
        {
            _writable = false;
            TryDelete(temporary);
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (RegularFile.IsFileError(e)) { }
    }

    private string PathOf(string key) => Path.Combine(_folder, key[..2], key + ".mel");
}

/// <summary>File format of a cached feature matrix: 8 bytes of magic, rows, frames, CRC-32 of the values (4 bytes each), then the values as
/// float32, all little-endian.</summary>
internal static class FeatureFile
{
    private const int Header = 20;

    private static ReadOnlySpan<byte> Magic => "L2BNMEL1"u8;

    internal static byte[] Encode(FeatureMatrix features)
    {
        byte[] file = new byte[Header + 4 * features.Values.Length];
        Span<byte> values = file.AsSpan(Header);
        for (int i = 0; i < features.Values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(values[(4 * i)..], features.Values[i]);
        Magic.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(8), features.Rows);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(12), features.Frames);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(16), Crc32.Compute(values));
        return file;
    }

    /// <summary>Bytes of a file with so many values.</summary>
    internal static long LengthOf(int rows, int frames) => Header + 4L * rows * frames;

    /// <summary>The matrix in a file, or null where the file is not exactly what <see cref="Encode"/> writes for this size.</summary>
    internal static FeatureMatrix? Decode(ReadOnlySpan<byte> file, int rows, int frames)
    {
        if (file.Length != LengthOf(rows, frames) || !file.StartsWith(Magic))
            return null;
        if (BinaryPrimitives.ReadInt32LittleEndian(file[8..]) != rows || BinaryPrimitives.ReadInt32LittleEndian(file[12..]) != frames)
            return null;
        if (BinaryPrimitives.ReadUInt32LittleEndian(file[16..]) != Crc32.Compute(file[Header..]))
            return null;
        var features = new FeatureMatrix(rows, frames);
        for (int i = 0; i < features.Values.Length; i++)
            features.Values[i] = BinaryPrimitives.ReadSingleLittleEndian(file[(Header + 4 * i)..]);
        return features;
    }
}
