using System.Buffers.Binary;
using System.IO.Compression;

namespace L2BN.Data.Idx;

/// <summary>Writes IDX files of unsigned bytes, gzip packed: the inverse of <see cref="IdxReader"/>.</summary>
internal static class IdxWriter
{
    internal static void Write(string path, IdxArray array)
    {
        using var stream = new GZipStream(File.Create(path), CompressionLevel.SmallestSize);
        stream.Write([0, 0, 8, (byte)array.Dimensions.Length]);
        byte[] size = new byte[4];
        foreach (int dimension in array.Dimensions)
        {
            BinaryPrimitives.WriteInt32BigEndian(size, dimension);
            stream.Write(size);
        }
        stream.Write(array.Values);
    }
}
