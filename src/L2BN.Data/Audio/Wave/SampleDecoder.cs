using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace L2BN.Data.Audio;

/// <summary>Turns the bytes of samples into floats, integers scaled so that full scale is [−1, 1).</summary>
internal static class SampleDecoder
{
    /// <summary>Decodes as many samples as <paramref name="destination"/> holds. Exact but for 32-bit integers and 64-bit floats, which are
    /// rounded.</summary>
    internal static void Decode(ReadOnlySpan<byte> bytes, WaveFormat format, Span<float> destination)
    {
        switch (format.BitsPerSample, format.Encoding)
        {
            case (8, WaveEncoding.Pcm): Decode8(bytes, destination); break;
            case (16, WaveEncoding.Pcm): Decode16(bytes, destination); break;
            case (24, WaveEncoding.Pcm): Decode24(bytes, destination); break;
            case (32, WaveEncoding.Pcm): Decode32(bytes, destination); break;
            case (32, WaveEncoding.IeeeFloat): DecodeSingle(bytes, destination); break;
            default: DecodeDouble(bytes, destination); break;
        }
    }

    private static void Decode8(ReadOnlySpan<byte> bytes, Span<float> destination)
    {
        for (int i = 0; i < destination.Length; i++) destination[i] = (bytes[i] - 128) * (1f / 128);
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

    private static void Decode32(ReadOnlySpan<byte> bytes, Span<float> destination)
    {
        for (int i = 0; i < destination.Length; i++)
            destination[i] = (float)(BinaryPrimitives.ReadInt32LittleEndian(bytes[(4 * i)..]) * (1.0 / (1L << 31)));
    }

    private static void DecodeSingle(ReadOnlySpan<byte> bytes, Span<float> destination)
    {
        if (BitConverter.IsLittleEndian) bytes[..(4 * destination.Length)].CopyTo(MemoryMarshal.AsBytes(destination));
        else for (int i = 0; i < destination.Length; i++) destination[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]);
    }

    private static void DecodeDouble(ReadOnlySpan<byte> bytes, Span<float> destination)
    {
        for (int i = 0; i < destination.Length; i++) destination[i] = (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes[(8 * i)..]);
    }
}
