using System.Buffers.Binary;

namespace L2BN.Core;

/// <summary>The CRC-32 of gzip, zip and PNG (polynomial 0xEDB88320), eight bytes per step.</summary>
public struct Crc32
{
    private static readonly uint[] s_table = CreateTable();
    private uint _value;

    /// <summary>The checksum of the bytes so far; 0 before the first.</summary>
    public readonly uint Value => _value;

    /// <summary>The checksum of some bytes.</summary>
    public static uint Compute(ReadOnlySpan<byte> bytes)
    {
        Crc32 crc = default;
        crc.Append(bytes);
        return crc.Value;
    }

    /// <summary>Continues the checksum.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        uint c = ~_value;
        ReadOnlySpan<uint> t = s_table;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            uint low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ c;
            uint high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            c = t[0x700 + (int)(low & 0xFF)] ^ t[0x600 + (int)((low >> 8) & 0xFF)]
                ^ t[0x500 + (int)((low >> 16) & 0xFF)] ^ t[0x400 + (int)(low >> 24)]
                ^ t[0x300 + (int)(high & 0xFF)] ^ t[0x200 + (int)((high >> 8) & 0xFF)]
                ^ t[0x100 + (int)((high >> 16) & 0xFF)] ^ t[(int)(high >> 24)];
        }

        foreach (byte b in bytes)
            c = t[(int)((c ^ b) & 0xFF)] ^ (c >> 8);
        _value = ~c;
    }

    private static uint[] CreateTable()
    {
        uint[] table = new uint[8 * 256];
        for (uint i = 0; i < 256; i++)
        {
            uint c = i;
            for (int bit = 0; bit < 8; bit++)
                c = (c & 1) != 0 ? 0xEDB88320 ^ (c >> 1) : c >> 1;
            table[i] = c;
        }

        for (int i = 256; i < table.Length; i++)
            table[i] = table[table[i - 256] & 0xFF] ^ (table[i - 256] >> 8);

        return table;
    }
}
