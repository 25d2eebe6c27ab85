using System.Buffers.Binary;
using System.Text;

namespace L2BN.Data.Tests.Audio.Support;

/// <summary>Builds WAV files byte by byte, valid ones and invalid ones.</summary>
internal sealed class WaveBuilder
{
    private readonly List<(string Id, byte[] Content, uint Size, bool Pad)> _chunks = [];

    /// <summary>What the RIFF header claims; the truth where null.</summary>
    internal uint? RiffSize { get; init; }

    internal string Magic { get; init; } = "RIFF";

    internal string Form { get; init; } = "WAVE";

    /// <summary>Bytes after the last chunk, counted by the RIFF header.</summary>
    internal byte[] Trailing { get; init; } = [];

    /// <summary>A plain file of integer samples.</summary>
    internal static byte[] Pcm(int channels, int rate, int bits, params int[] samples) =>
        new WaveBuilder().Add("fmt ", Format(1, channels, rate, bits)).Add("data", PcmBytes(bits, samples)).Build();

    internal static byte[] Float32(int channels, int rate, params float[] samples) =>
        new WaveBuilder().Add("fmt ", Format(3, channels, rate, 32)).Add("data", [.. samples.SelectMany(BitConverter.GetBytes)]).Build();

    internal static byte[] Float64(int channels, int rate, params double[] samples) =>
        new WaveBuilder().Add("fmt ", Format(3, channels, rate, 64)).Add("data", [.. samples.SelectMany(BitConverter.GetBytes)]).Build();

    /// <summary>µ-law (7) or A-law (6), mono at 8 kHz, with the extension and the 'fact' chunk that the specification asks for.</summary>
    internal static byte[] Law(int tag, params byte[] codes) => new WaveBuilder().Add("fmt ", [.. Format(tag, 1, 8000, 8), 0, 0])
        .Add("fact", BitConverter.GetBytes(codes.Length)).Add("data", codes).Build();

    /// <summary>A 64-bit file: all ones in the 32-bit sizes, the true ones in 'ds64'.</summary>
    internal static byte[] Rf64(byte[] format, byte[] data, string magic = "RF64", ulong? riffSize = null, ulong? dataSize = null,
        ulong samples = 0) => new WaveBuilder { Magic = magic, RiffSize = uint.MaxValue }
        .Add("ds64", Ds64(riffSize ?? (ulong)(4 + 36 + 8 + format.Length + 8 + data.Length + data.Length % 2),
            dataSize ?? (ulong)data.Length, samples))
        .Add("fmt ", format).Add("data", data, size: uint.MaxValue).Build();

    /// <summary>A 'ds64' chunk without table.</summary>
    internal static byte[] Ds64(ulong riffSize, ulong dataSize, ulong samples) =>
        [.. BitConverter.GetBytes(riffSize), .. BitConverter.GetBytes(dataSize), .. BitConverter.GetBytes(samples), 0, 0, 0, 0];

    internal static byte[] Extensible(int tag, int channels, int rate, int bits, int validBits, byte[] data, uint mask = 0) =>
        new WaveBuilder().Add("fmt ", ExtensibleFormat(tag, channels, rate, bits, validBits, mask)).Add("data", data).Build();

    internal static byte[] Format(int tag, int channels, long rate, int bits, int? blockAlign = null)
    {
        byte[] format = new byte[16];
        int block = blockAlign ?? channels * bits / 8;
        Put16(format, 0, tag);
        Put16(format, 2, channels);
        Put32(format, 4, (uint)rate);
        Put32(format, 8, (uint)(rate * block));
        Put16(format, 12, block);
        Put16(format, 14, bits);
        return format;
    }

    internal static byte[] ExtensibleFormat(int tag, int channels, int rate, int bits, int validBits, uint mask, int cbSize = 22)
    {
        byte[] format = [.. Format(0xFFFE, channels, rate, bits), .. new byte[24]];
        Put16(format, 16, cbSize);
        Put16(format, 18, validBits);
        Put32(format, 20, mask);
        Put16(format, 24, tag);
        new byte[] { 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71 }.CopyTo(format, 26);
        return format;
    }

    internal static byte[] PcmBytes(int bits, params int[] samples)
    {
        byte[] bytes = new byte[samples.Length * bits / 8];
        for (int i = 0; i < samples.Length; i++)
            for (int b = 0; b < bits / 8; b++)
                bytes[i * bits / 8 + b] = (byte)(samples[i] >> (8 * b));
        return bytes;
    }

    internal WaveBuilder Add(string id, byte[] content, uint? size = null, bool pad = true)
    {
        _chunks.Add((id, content, size ?? (uint)content.Length, pad));
        return this;
    }

    internal byte[] Build()
    {
        using var body = new MemoryStream();
        foreach ((string id, byte[] content, uint size, bool pad) in _chunks)
        {
            body.Write(Encoding.Latin1.GetBytes(id));
            body.Write(Bytes32(size));
            body.Write(content);
            if (pad && content.Length % 2 == 1)
                body.WriteByte(0);
        }
        body.Write(Trailing);
        return [.. Encoding.Latin1.GetBytes(Magic), .. Bytes32(RiffSize ?? (uint)body.Length + 4), .. Encoding.Latin1.GetBytes(Form),
            .. body.ToArray()];
    }

    private static byte[] Bytes32(uint value)
    {
        byte[] bytes = new byte[4];
        Put32(bytes, 0, value);
        return bytes;
    }

    private static void Put16(byte[] bytes, int at, int value) => BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), (ushort)value);

    private static void Put32(byte[] bytes, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), value);
}
