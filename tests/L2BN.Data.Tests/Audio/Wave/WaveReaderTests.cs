using CsCheck;
using L2BN.Data.Audio.Wave;
using L2BN.Data.Tests.Audio.Support;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.Audio.Wave;

public class WaveReaderTests
{
    [Fact]
    public void Integers_are_scaled_to_full_scale()
    {
        Assert.Equal([-1, -1 / 128f, 0, 127 / 128f], Waves.Samples(WaveBuilder.Pcm(1, 8000, 8, 0, 127, 128, 255)));
        Assert.Equal([-1, -1 / 32768f, 0, 32767 / 32768f], Waves.Samples(WaveBuilder.Pcm(1, 8000, 16, -32768, -1, 0, 32767)));
        Assert.Equal([-1, -1 / 8388608f, 0, 8388607 / 8388608f], Waves.Samples(WaveBuilder.Pcm(1, 8000, 24, -8388608, -1, 0, 8388607)));
        Assert.Equal([-1, -1 / 2147483648f, 0, 0.5f], Waves.Samples(WaveBuilder.Pcm(1, 8000, 32, int.MinValue, -1, 0, 1 << 30)));
    }

    [Fact]
    public void Floats_are_not_changed()
    {
        Assert.Equal([-1.5f, 0, 1e-30f, 1e38f], Waves.Samples(WaveBuilder.Float32(1, 8000, -1.5f, 0, 1e-30f, 1e38f)));
        Assert.Equal([-1.5f, 0, 0.1f, 1f], Waves.Samples(WaveBuilder.Float64(1, 8000, -1.5, 0, 0.1, 1)));
    }

    [Fact]
    public void Extensible_files_are_read_by_their_subformat()
    {
        byte[] data = WaveBuilder.PcmBytes(24, -8388608, 4096);
        using WaveReader reader = Waves.Open(WaveBuilder.Extensible(1, 2, 48_000, 24, 20, data, mask: 3));
        Assert.Equal(new WaveFormat(WaveEncoding.Pcm, 2, 48_000, 24, 20), reader.Format);
        Assert.Equal([-1, 4096 / 8388608f], Waves.Samples(reader));
        Assert.Equal([0.25f], Waves.Samples(WaveBuilder.Extensible(3, 1, 48_000, 32, 32, BitConverter.GetBytes(0.25f))));
    }

    [Fact]
    public void The_format_is_reported()
    {
        using WaveReader reader = Waves.Open(WaveBuilder.Pcm(3, 44_100, 16, 1, 2, 3, 4, 5, 6));
        Assert.Equal(new WaveFormat(WaveEncoding.Pcm, 3, 44_100, 16, 16), reader.Format);
        Assert.Equal((2, 6, 0), (reader.Length, reader.Format.BlockAlign, reader.Warnings.Count));
    }

    [Fact]
    public void Other_chunks_before_and_after_are_skipped()
    {
        byte[] file = new WaveBuilder().Add("LIST", new byte[7]).Add("fmt ", WaveBuilder.Format(1, 1, 8000, 16)).Add("fact", [2, 0, 0, 0])
            .Add("data", WaveBuilder.PcmBytes(16, 5, -5)).Add("id3 ", new byte[3]).Build();
        Assert.Equal([5 / 32768f, -5 / 32768f], Waves.Samples(file));
    }

    [Fact]
    public void Any_part_of_a_file_can_be_read() =>
        Gen.Select(Gen.Int[1, 4], Gen.Int[1, 4].Select(bytes => 8 * bytes), Gen.Int[1, 40_000], Gen.Double[0, 1], Gen.Double[0, 1.2])
        .Sample((channels, bits, length, startShare, share) =>
        {
            byte[] file = WaveBuilder.Pcm(channels, 8000, bits,
                [.. Signals.Noise(length * channels, 9).Select(value => value >> (16 - Math.Min(16, bits)))]);
            float[] all = Waves.Samples(file);
            int start = (int)(startShare * (length + 2)), count = (int)(share * length);
            using WaveReader reader = Waves.Open(file);
            float[] part = new float[count * channels];
            int read = reader.Read(start, part);
            Assert.Equal(Math.Clamp(length - start, 0, count), read);
            Assert.Equal(all.Skip(start * channels).Take(read * channels), part[..(read * channels)]);
        }, iter: 60);

    [Fact]
    public void Only_the_requested_samples_are_read()
    {
        using var stream = new CountingStream(WaveBuilder.Pcm(1, 8000, 16, new int[1_000_000]));
        using var reader = new WaveReader(stream, "long.wav");
        reader.Read(500_000, new float[100]);
        Assert.InRange(stream.BytesRead, 200, 1000);
    }

    [Fact]
    public void Invalid_positions_and_lengths_are_refused()
    {
        using WaveReader reader = Waves.Open(WaveBuilder.Pcm(2, 8000, 16, 1, 2));
        Assert.Throws<ArgumentException>(() => reader.Read(0, new float[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Read(-1, new float[2]));
        Assert.Equal(0, reader.Read(long.MaxValue, new float[2]));
    }

    [Fact]
    public void Files_on_disk_are_opened_by_path()
    {
        using var folder = new TempFolder();
        string path = folder.Write("a.wav", WaveBuilder.Pcm(1, 8000, 16, 1));
        using (var reader = WaveReader.Open(path))
            Assert.Equal(1, reader.Length);
        Assert.Contains("none.wav", Assert.Throws<DataException>(() => WaveReader.Open(folder.Path("none.wav")))
            .Message, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => WaveReader.Open(folder.Root));
    }

    [Fact]
    public void A_refused_stream_is_closed()
    {
        var stream = new MemoryStream([1, 2, 3]);
        Assert.Throws<DataException>(() => new WaveReader(stream, "x"));
        Assert.False(stream.CanRead);
    }

    private sealed class CountingStream(byte[] content) : MemoryStream(content)
    {
        internal long BytesRead { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            int read = base.Read(buffer);
            BytesRead += read;
            return read;
        }
    }
}
