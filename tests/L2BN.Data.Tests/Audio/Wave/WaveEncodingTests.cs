using L2BN.Data.Audio.Decoding;
using L2BN.Data.Audio.Wave;
using L2BN.Data.Tests.Audio.Support;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.Audio.Wave;

/// <summary>Encodings and containers beyond plain PCM, against values from their specifications.</summary>
public class WaveEncodingTests
{
    /// <summary>ITU-T G.711, table 2a: the values at the decoder output y_n, in units of 1/8192, of the first code of every segment and of
    /// the
    /// codes around zero.</summary>
    [Theory]
    [InlineData(0x80, 8031)]
    [InlineData(0x8F, 4191)]
    [InlineData(0x9F, 2079)]
    [InlineData(0xAF, 1023)]
    [InlineData(0xBF, 495)]
    [InlineData(0xCF, 231)]
    [InlineData(0xDF, 99)]
    [InlineData(0xEF, 33)]
    [InlineData(0xFE, 2)]
    [InlineData(0xFF, 0)]
    [InlineData(0x00, -8031)]
    [InlineData(0x6F, -33)]
    [InlineData(0x7E, -2)]
    [InlineData(0x7F, 0)]
    public void Mu_law_values_are_those_of_the_recommendation(byte code, int value) =>
        Assert.Equal([value / 8192f], Waves.Samples(WaveBuilder.Law(7, code), AudioTolerance.Strict));

    /// <summary>ITU-T G.711, table 1a: y_n in units of 1/4096 of the first code of every segment, with the even bits inverted as they are
    /// transmitted.</summary>
    [Theory]
    [InlineData(0xFF ^ 0x55, 4032)]
    [InlineData(0xF0 ^ 0x55, 2112)]
    [InlineData(0xE0 ^ 0x55, 1056)]
    [InlineData(0xD0 ^ 0x55, 528)]
    [InlineData(0xC0 ^ 0x55, 264)]
    [InlineData(0xB0 ^ 0x55, 132)]
    [InlineData(0xA0 ^ 0x55, 66)]
    [InlineData(0x90 ^ 0x55, 33)]
    [InlineData(0x80 ^ 0x55, 1)]
    [InlineData(0x00 ^ 0x55, -1)]
    [InlineData(0x7F ^ 0x55, -4032)]
    public void A_law_values_are_those_of_the_recommendation(int code, int value) =>
        Assert.Equal([value / 4096f], Waves.Samples(WaveBuilder.Law(6, (byte)code), AudioTolerance.Strict));

    [Theory, InlineData(6), InlineData(7)]
    public void Laws_are_odd_functions_that_rise_within_each_sign(int tag)
    {
        float[] values = Waves.Samples(WaveBuilder.Law(tag, [.. Enumerable.Range(0, 256).Select(code => (byte)code)]));
        Assert.Equal(values[128..], values[..128].Select(value => -value));
        int[] order = [.. Enumerable.Range(128, 128).OrderBy(code => tag == 6 ? (code ^ 0x55) & 0x7F : ~code & 0x7F)];
        Assert.All(order.Zip(order.Skip(1)), pair => Assert.True(values[pair.Second] > values[pair.First]));
    }

    [Fact]
    public void Laws_are_read_from_extensible_files_and_several_channels()
    {
        using WaveReader reader = Waves.Open(WaveBuilder.Extensible(7, 2, 8000, 8, 8, [0x80, 0x00, 0xFF, 0x7F]), AudioTolerance.Strict);
        Assert.Equal(new WaveFormat(WaveEncoding.MuLaw, 2, 8000, 8, 8), reader.Format);
        Assert.Equal([8031 / 8192f, -8031 / 8192f, 0, 0], Waves.Samples(reader));
    }

    [Theory, InlineData("RF64"), InlineData("BW64")]
    public void Sizes_of_64_bit_files_come_from_their_own_chunk(string magic)
    {
        byte[] file = WaveBuilder.Rf64(WaveBuilder.Format(1, 1, 8000, 16), WaveBuilder.PcmBytes(16, 16384, -16384), magic, samples: 2);
        using WaveReader reader = Waves.Open(file, AudioTolerance.Strict);
        Assert.Equal([0.5f, -0.5f], Waves.Samples(reader));
        Assert.Empty(reader.Warnings);
    }

    [Fact]
    public void Samples_beyond_4_GiB_are_read_at_their_position()
    {
        const long Samples = (1L << 32) + 3;
        using var folder = new TempFolder();
        byte[] start = WaveBuilder.Rf64(WaveBuilder.Format(1, 1, 8000, 8), [], riffSize: 4 + 36 + 24 + 8 + Samples + 1, dataSize: Samples);
        string path = folder.Write("long.wav", start);
        using (var file = new FileStream(path, FileMode.Open))
        {
            file.SetLength(start.Length + Samples + 1);
            file.Position = start.Length + Samples - 1;
            file.WriteByte(192);
        }
        using var reader = WaveReader.Open(path, AudioTolerance.Strict);
        float[] end = new float[4];
        Assert.Equal((Samples, 2), (reader.Length, reader.Read(Samples - 2, end)));
        Assert.Equal([-1, 0.5f], end[..2]);
    }

    /// <summary>The chunk table of 'ds64' gives the size of a chunk before the samples.</summary>
    [Fact]
    public void Other_chunks_of_64_bit_files_can_have_their_size_in_the_table()
    {
        byte[] data = WaveBuilder.PcmBytes(16, 8192), junk = new byte[6];
        byte[] ds64 = [.. WaveBuilder.Ds64(4 + 48 + 14 + 24 + 10, 2, 1)[..24], 1, 0, 0, 0, .. "bulk"u8, 6, 0, 0, 0, 0, 0, 0, 0];
        byte[] file = new WaveBuilder { Magic = "RF64", RiffSize = uint.MaxValue }.Add("ds64", ds64).Add("bulk", junk, size: uint.MaxValue)
            .Add("fmt ", WaveBuilder.Format(1, 1, 8000, 16)).Add("data", data, size: uint.MaxValue).Build();
        Assert.Equal([0.25f], Waves.Samples(file, AudioTolerance.Strict));
    }

    /// <summary>High: as the WAV specification says. Low: ALSA's S24_LE, as arecord and aplay understand it.</summary>
    [Theory]
    [InlineData(8)]
    [InlineData(0)]
    public void Twenty_four_bits_in_four_bytes_are_read_in_either_half(int shift)
    {
        int[] values = [0, 1, -1, 1 << 22, -(1 << 23), (1 << 23) - 1];
        byte[] file = InFourBytes([.. values.Select(value => value << shift)]);
        using WaveReader reader = Waves.Open(file, AudioTolerance.Strict);
        Assert.Equal((32, 24), (reader.Format.BitsPerSample, reader.Format.ValidBits));
        Assert.Equal(values.Select(value => value / (float)(1 << 23)), Waves.Samples(reader));
    }

    [Fact]
    public void Four_bytes_with_more_than_24_bits_are_refused()
    {
        byte[] floats = InFourBytes([.. ((float[])[0.1f, -12345.678f]).Select(BitConverter.SingleToInt32Bits)]);
        DataException error = Assert.Throws<DataException>(() => Waves.Open(floats, AudioTolerance.Lenient));
        Assert.Contains("expected samples of 24 bits in 32, got more bits", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Extensible_24_in_32_is_read_from_the_high_bits() => Assert.Equal([0.5f, -1f / (1 << 23)],
        Waves.Samples(WaveBuilder.Extensible(1, 1, 48_000, 32, 24, WaveBuilder.PcmBytes(32, 1 << 30, -256)), AudioTolerance.Strict));

    private static byte[] InFourBytes(int[] samples) => new WaveBuilder().Add("fmt ", WaveBuilder.Format(1, 1, 8000, 24, blockAlign: 4))
        .Add("data", WaveBuilder.PcmBytes(32, samples)).Build();
}
