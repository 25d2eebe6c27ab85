using System.Buffers.Binary;

namespace L2BN.Data.Audio;

/// <summary>The form of a kept feature matrix: 8 bytes of magic, rows, frames, CRC-32 of the values (4 bytes each), then the values as
/// float32, all little-endian.</summary>
internal static class FeatureFile
{
    private const int Header = 20;

    private static ReadOnlySpan<byte> Magic => "L2BNMEL1"u8;

    internal static byte[] Encode(FeatureMatrix features)
    {
        byte[] file = new byte[Header + 4 * features.Values.Length];
        var values = file.AsSpan(Header);
        for (int i = 0; i < features.Values.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(values[(4 * i)..], features.Values[i]);
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
        if (file.Length != LengthOf(rows, frames) || !file.StartsWith(Magic)) return null;
        if (BinaryPrimitives.ReadInt32LittleEndian(file[8..]) != rows || BinaryPrimitives.ReadInt32LittleEndian(file[12..]) != frames)
            return null;
        if (BinaryPrimitives.ReadUInt32LittleEndian(file[16..]) != Crc32.Compute(file[Header..])) return null;
        var features = new FeatureMatrix(rows, frames);
        for (int i = 0; i < features.Values.Length; i++)
            features.Values[i] = BinaryPrimitives.ReadSingleLittleEndian(file[(Header + 4 * i)..]);
        return features;
    }
}
