using CsCheck;

namespace L2BN.Core.Tests;

public class Crc32Tests
{
    /// <summary>The check value that every catalog of CRCs gives.</summary>
    [Fact]
    public void Check_value() => Assert.Equal(0xCBF43926u, Crc32.Compute("123456789"u8));

    [Fact]
    public void Equals_the_definition_in_whole_and_in_parts() =>
        Gen.Select(Gen.Byte.Array[0, 100], Gen.Int[0, 100]).Sample((bytes, cut) =>
        {
            cut = Math.Min(cut, bytes.Length);
            var crc = default(Crc32);
            crc.Append(bytes.AsSpan(0, cut));
            crc.Append(bytes.AsSpan(cut));
            Assert.Equal(BitByBit(bytes), crc.Value);
        }, iter: 500);

    private static uint BitByBit(byte[] bytes)
    {
        uint c = uint.MaxValue;
        foreach (byte b in bytes)
        {
            c ^= b;
            for (int bit = 0; bit < 8; bit++)
                c = (c & 1) == 1 ? (c >> 1) ^ 0xEDB88320 : c >> 1;
        }
        return ~c;
    }
}
