using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace L2BN.Data.Audio.Wave;

/// <summary>Turns the bytes of samples into floats, integers scaled so that full scale is [−1, 1).</summary>
internal static class SampleDecoder
{
    /// <summary>Decodes as many samples as <paramref name="destination"/> has space for. Exact except for 32-bit integers and 64-bit
    /// floats,
    /// which are rounded.</summary>
    internal static void Decode(ReadOnlySpan<byte> bytes, WaveFormat format, Span<float> destination)
    {
        switch (format.Encoding, format.BitsPerSample)
        {
            case (WaveEncoding.Pcm, 8):
                Decode8(bytes, destination);
                break;
            case (WaveEncoding.Pcm, 16):
                Decode16(bytes, destination);
                break;
            case (WaveEncoding.Pcm, 24):
                Decode24(bytes, destination);
                break;
            case (WaveEncoding.Pcm, 32):
                Decode32(bytes, destination, 1.0 / (1L << ((format.Alignment == SampleAlignment.Low ? format.ValidBits : 32) - 1)));
                break;
            case (WaveEncoding.IeeeFloat, 32):
                DecodeSingle(bytes, destination);
                break;
            case (WaveEncoding.IeeeFloat, 64):
                DecodeDouble(bytes, destination);
                break;
            case (WaveEncoding.MuLaw, 8):
                G711.DecodeMuLaw(bytes, destination);
                break;
            case (WaveEncoding.ALaw, 8):
                G711.DecodeALaw(bytes, destination);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format), format, "Expected a format that WaveFormatChunk accepts.");
        }
    }

    /// <summary>Which of these 32-bit samples can hold 24-bit values in their high bits (the low byte is always 0), which in their low bits
    /// (the high byte is always the sign).</summary>
    internal static (bool High, bool Low) Alignments(ReadOnlySpan<byte> bytes)
    {
        bool high = true, low = true;
        for (int i = 0; i + 4 <= bytes.Length; i += 4)
        {
            high &= bytes[i] == 0;
            low &= bytes[i + 3] == ((bytes[i + 2] & 0x80) == 0 ? 0 : 0xFF);
        }
        return (high, low);
    }

    private static void Decode8(ReadOnlySpan<byte> bytes, Span<float> destination)
    {
        for (int i = 0; i < destination.Length; i++)
            destination[i] = (bytes[i] - 128) * (1f / 128);
    }

    private static void Decode16(ReadOnlySpan<byte> bytes, Span<float> destination)
    {
        for (int i = 0; i < destination.Length; i++)
            destination[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(2 * i)..]) * (1f / (1 << 15));
    }

    private static void Decode24(ReadOnlySpan<byte> bytes, Span<float> destination)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            int value = bytes[3 * i] | (bytes[3 * i + 1] << 8) | ((sbyte)bytes[3 * i + 2] << 16);
            destination[i] = value * (1f / (1 << 23));
        }
    }

    private static void Decode32(ReadOnlySpan<byte> bytes, Span<float> destination, double scale)
    {
        for (int i = 0; i < destination.Length; i++)
            destination[i] = (float)(BinaryPrimitives.ReadInt32LittleEndian(bytes[(4 * i)..]) * scale);
    }

    private static void DecodeSingle(ReadOnlySpan<byte> bytes, Span<float> destination)
    {
        if (BitConverter.IsLittleEndian)
        {
            bytes[..(4 * destination.Length)].CopyTo(MemoryMarshal.AsBytes(destination));
            return;
        }
        for (int i = 0; i < destination.Length; i++)
            destination[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]);
    }

    private static void DecodeDouble(ReadOnlySpan<byte> bytes, Span<float> destination)
    {
        for (int i = 0; i < destination.Length; i++)
            destination[i] = (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes[(8 * i)..]);
    }
}
