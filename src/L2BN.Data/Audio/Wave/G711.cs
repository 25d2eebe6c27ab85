using L2BN.Data.Audio.Tables;

namespace L2BN.Data.Audio.Wave;

/// <summary>The companding laws of ITU-T G.711: 8 bits on a logarithmic scale for 14 (µ-law) or 13 (A-law) linear ones.</summary>
/// <remarks>Values are those of every 16-bit decoder (libsndfile, sox, ffmpeg): the linear value at the top of 16 bits, divided by 2¹⁵.
/// The largest are ±32124/32768 (µ-law) and ±32256/32768 (A-law).</remarks>
internal static class G711
{
    /// <summary>Added to a µ-law magnitude before its logarithm, in 16-bit units.</summary>
    private const int MuLawBias = 0x84;

    private static readonly float[] s_muLaw = Table(MuLaw), s_aLaw = Table(ALaw);

    internal static void DecodeMuLaw(ReadOnlySpan<byte> bytes, Span<float> destination) => Decode(bytes, destination, s_muLaw);

    internal static void DecodeALaw(ReadOnlySpan<byte> bytes, Span<float> destination) => Decode(bytes, destination, s_aLaw);

    private static void Decode(ReadOnlySpan<byte> bytes, Span<float> destination, float[] table)
    {
        for (int i = 0; i < destination.Length; i++)
            destination[i] = table[bytes[i]];
    }

    private static float[] Table(Func<int, int> decode) => [.. Enumerable.Range(0, 256).Select(code => decode(code) * (1f / (1 << 15)))];

    // All bits of the code are inverted; then sign, three bits of exponent, four of mantissa.
    private static int MuLaw(int code)
    {
        code = ~code & 0xFF;
        int magnitude = (((code & 0x0F) << 3) + MuLawBias) << ((code >> 4) & 7);
        return (code & 0x80) != 0 ? MuLawBias - magnitude : magnitude - MuLawBias;
    }

    // Every second bit of the code is inverted; a set sign bit means positive. The first two segments have the same step.
    private static int ALaw(int code)
    {
        code ^= 0x55;
        int segment = (code >> 4) & 7, magnitude = ((code & 0x0F) << 4) + 8;
        if (segment > 0)
            magnitude = (magnitude + 0x100) << (segment - 1);
        return (code & 0x80) != 0 ? magnitude : -magnitude;
    }
}
