using System.Buffers.Binary;
using System.Text;

namespace L2BN.Formats.Tests;

/// <summary>Bytes of safetensors files, right and wrong.</summary>
internal static class RawFile
{
    public static byte[] Of(string header, int buffer) => Of(Encoding.UTF8.GetBytes(header), buffer);

    public static byte[] Of(byte[] header, int buffer, ulong? length = null)
    {
        byte[] bytes = new byte[8 + header.Length + buffer];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length ?? (ulong)header.Length);
        header.CopyTo(bytes, 8);
        return bytes;
    }

    public static string Entry(string dtype, string shape, string offsets) =>
        $"{{\"dtype\":\"{dtype}\",\"shape\":{shape},\"data_offsets\":{offsets}}}";
}
