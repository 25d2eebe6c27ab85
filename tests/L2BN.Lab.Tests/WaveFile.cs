using System.Buffers.Binary;
using System.Text;

namespace L2BN.Lab.Tests;

/// <summary>Writes small WAV files of whole-numbered samples.</summary>
internal static class WaveFile
{
    /// <summary>Writes a tone with some noise in it.</summary>
    /// <param name="path">The file; its folder is made.</param>
    /// <param name="hertz">The tone.</param>
    /// <param name="seed">Of the noise.</param>
    /// <param name="seconds">Length.</param>
    /// <param name="rate">Samples per second.</param>
    /// <param name="bits">16 or 24.</param>
    /// <param name="channels">The same sound on each.</param>
    public static void Write(
        string path,
        double hertz,
        int seed = 1,
        double seconds = 1,
        int rate = 22_050,
        int bits = 16,
        int channels = 1)
    {
        var random = new Random(seed);
        int count = (int)(seconds * rate);
        double[] samples =
        [
            .. Enumerable.Range(0, count).Select(i => (0.5 * Math.Sin(2 * Math.PI * hertz * i / rate)) + (0.05 * random.NextDouble())),
        ];
        byte[] data = [.. samples.SelectMany(sample => Enumerable.Repeat(Bytes(sample, bits), channels).SelectMany(bytes => bytes))];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, [.. Header(rate, bits, channels, data.Length), .. data]);
    }

    /// <summary>Gives a file the sizes of a stream whose length was never known, as ffmpeg writes them into a pipe.</summary>
    public static void Unfinish(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(4), uint.MaxValue);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(40), uint.MaxValue);
        File.WriteAllBytes(path, file);
    }

    private static byte[] Bytes(double sample, int bits)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, (int)(sample * (1 << (bits - 1))));
        return bytes[..(bits / 8)];
    }

    private static byte[] Header(int rate, int bits, int channels, int length)
    {
        using var header = new MemoryStream();
        using var writer = new BinaryWriter(header, Encoding.ASCII);
        writer.Write("RIFF"u8);
        writer.Write(36 + length);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)channels);
        writer.Write(rate);
        writer.Write(rate * channels * bits / 8);
        writer.Write((short)(channels * bits / 8));
        writer.Write((short)bits);
        writer.Write("data"u8);
        writer.Write(length);
        return header.ToArray();
    }
}
