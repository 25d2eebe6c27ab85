using System.Buffers.Binary;
using System.IO.Compression;

namespace L2BN.Data.Tests.Support;

/// <summary>IDX files made for tests, right and wrong.</summary>
internal static class IdxFiles
{
    internal static byte[] Labels(params byte[] labels) => Make(8, [labels.Length], labels);

    internal static byte[] Images(int count, int side = 28) => Make(8, [count, side, side], Noise(count * side * side));

    internal static byte[] Make(byte type, int[] sizes, ReadOnlySpan<byte> values) =>
        [0, 0, type, (byte)sizes.Length, .. sizes.SelectMany(BigEndian), .. values];

    internal static byte[] Gzip(ReadOnlySpan<byte> content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(content);
        return packed.ToArray();
    }

    internal static byte[] Noise(int length)
    {
        byte[] noise = new byte[length];
        new Random(7).NextBytes(noise);
        return noise;
    }

    internal static byte[] BigEndian(int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
