using L2BN.Data.Audio.Decoding;
using L2BN.Data.Audio.Wave;
using L2BN.Data.Tests.Audio.Support;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.Audio.Wave;

/// <summary>Invalid, damaged and malicious files: which are refused under which tolerance, with the file, the byte and the rule, in little
/// time and memory.</summary>
public class HostileWaveTests
{
    private static readonly byte[] s_format = WaveBuilder.Format(1, 1, 8000, 16);
    private static readonly byte[] s_data = WaveBuilder.PcmBytes(16, 1, 2, 3, 4);

    /// <summary>Name, file, part of the strict message, and the number of samples by standard and by lenient reading (null where it refuses
    /// too).</summary>
    public static TheoryData<string, byte[], string, int?, int?> Files
    {
        get
        {
            var files = new Cases();
            foreach (int length in new[] { 0, 1, 11 })
                files.Refused($"{length} bytes", Whole()[..length], "RIFF header");
            files.Refused("12 bytes", Whole()[..12], "as the RIFF header says");
            files.Refused("43 bytes", Whole()[..43], "as the RIFF header says");
            files.Refused("RIFX", new WaveBuilder { Magic = "RIFX" }.Add("fmt ", s_format).Add("data", s_data).Build(),
                "RIFX files (big-endian WAV) are not read");
            files.Refused("AIFF", new WaveBuilder { Magic = "FORM", Form = "AIFF" }.Build(), "begins with RIFF, got 'FORM'");
            files.Refused("AVI", new WaveBuilder { Form = "AVI " }.Add("fmt ", s_format).Build(), "type WAVE, got 'AVI '");
            files.Refused("zeros", new byte[100], @"got '\x00\x00\x00\x00'");
            AddSizes(files);
            Add64BitSizes(files);
            AddPadding(files);
            AddOrder(files);
            AddFormats(files);
            AddExtensions(files);
            AddData(files);
            return files;
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Are_read_or_refused_with_their_rule(string name, byte[] file, string message, int? standard, int? lenient)
    {
        DataException error = Assert.Throws<DataException>(() => Waves.Samples(file, AudioTolerance.Strict));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal("clip.wav", error.File);
        Assert.InRange(error.Offset ?? -1, 0, file.Length + 8);
        AssertRead(name, file, AudioTolerance.Standard, standard);
        AssertRead(name, file, AudioTolerance.Lenient, lenient);
    }

    [Fact]
    public void A_million_empty_chunks_end_quickly()
    {
        byte[] chunks = new byte[8_000_000];
        for (int i = 0; i < chunks.Length; i += 8)
            "junk"u8.CopyTo(chunks.AsSpan(i));
        byte[] file = new WaveBuilder { Trailing = chunks }.Build();
        Within(seconds: 2, () =>
            Assert.Contains("at most 10000 chunks", Assert.Throws<DataException>(() => Waves.Open(file, AudioTolerance.Lenient))
            .Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_sparse_file_beyond_4_GiB_is_opened_without_reading_it()
    {
        using var folder = new TempFolder();
        string path = folder.Write("big.wav", Whole());
        using (FileStream file = File.OpenWrite(path))
            file.SetLength((1L << 32) + 1);
        Within(seconds: 2, () =>
        {
            Assert.Contains("expected a file of 44 + 8 bytes",
                Assert.Throws<DataException>(() => WaveReader.Open(path, AudioTolerance.Strict)).Message, StringComparison.Ordinal);
            using var reader = WaveReader.Open(path);
            Assert.Equal(4, reader.Length);
        });
    }

    [Fact]
    public void Claims_allocate_nothing()
    {
        byte[] file = new WaveBuilder().Add("fmt ", s_format, size: uint.MaxValue).Build();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<DataException>(() => Waves.Open(file, AudioTolerance.Lenient));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Samples_that_are_not_finite_are_named(float value)
    {
        byte[] file = WaveBuilder.Float32(1, 8000, 0.5f, value);
        DataException error = Assert.Throws<DataException>(() => Waves.Samples(file));
        Assert.Equal(48, error.Offset);
        Assert.Equal([0.5f, 0], Waves.Samples(file, AudioTolerance.Lenient));
        Assert.Throws<DataException>(() => Waves.Samples(WaveBuilder.Float64(1, 8000, 1e300)));
    }

    [Fact]
    public void Warnings_are_limited()
    {
        using WaveReader reader = Waves.Open(WaveBuilder.Float32(1, 8000, [.. Enumerable.Repeat(float.NaN, 5000)]), AudioTolerance.Lenient);
        Assert.All(Waves.Samples(reader), sample => Assert.Equal(0, sample));
        Assert.InRange(reader.Warnings.Count, 1, 20);
    }

    [Fact]
    public void A_file_that_shrinks_while_it_is_read_is_refused()
    {
        using var folder = new TempFolder();
        string path = folder.Write("a.wav", WaveBuilder.Pcm(1, 8000, 16, new int[200_000]));
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new WaveReader(stream, path);
        using (var writer = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            writer.SetLength(1000);
        Assert.Throws<DataException>(() => reader.Read(100_000, new float[1000]));
    }

    private static void AddSizes(Cases files)
    {
        foreach (uint size in new uint[] { 0, 20, 43, 45, 0x7FFFF024, uint.MaxValue })
            files.Harmless($"RIFF size {size}", new WaveBuilder { RiffSize = size }.Add("fmt ", s_format).Add("data", s_data).Build(),
                "as the RIFF header says", 4);
        byte[] tag = [.. "ID3\x04\0\0\0\0\0\x0A"u8, .. new byte[10]];
        byte[] plain = new WaveBuilder().Add("fmt ", s_format).Add("data", s_data).Build();
        files.Harmless("ID3 tag after RIFF", [.. plain, .. tag], "as the RIFF header says", 4);
        files.Harmless("zeros after RIFF", [.. plain, .. new byte[200_000]], "as the RIFF header says", 4);
        files.Doubtful("two files in one", [.. plain, .. plain], "as the RIFF header says", 4);
        files.Harmless(
            "garbage after the chunks",
            new WaveBuilder { Trailing = [1, 2, 3] }
                .Add("fmt ", s_format)
                .Add("data", s_data)
                .Build(),
            "chunk header of 8 bytes, got 3",
            4);
        files.Harmless(
            "chunk beyond the end",
            new WaveBuilder().Add("fmt ", s_format).Add("data", s_data).Add("LIST", [1, 2], size: uint.MaxValue).Build(),
            "'LIST' of 4294967295 bytes",
            4);
        files.Refused(
            "size that wraps",
            new WaveBuilder().Add("LIST", [], size: 0xFFFFFFF4).Add("fmt ", s_format).Add("data", s_data).Build(),
            "'LIST' of 4294967284 bytes");
    }

    private static void Add64BitSizes(Cases files)
    {
        byte[] Start(byte[] ds64) => new WaveBuilder { Magic = "RF64", RiffSize = uint.MaxValue }.Add("ds64", ds64).Add("fmt ", s_format)
            .Add("data", s_data, size: uint.MaxValue).Build();
        files.Refused("RF64 without ds64", new WaveBuilder { Magic = "RF64" }.Add("fmt ", s_format).Add("data", s_data).Build(),
            "expected a 'ds64' chunk at the start");
        files.Refused("RF64 of 12 bytes", new WaveBuilder { Magic = "RF64" }.Build(), "expected a 'ds64' chunk at the start");
        files.Refused("ds64 of 4 bytes", Start([1, 2, 3, 4]), "expected a 'ds64' chunk of 28");
        files.Doubtful("ds64 with sizes of 2^63", WaveBuilder.Rf64(s_format, s_data, riffSize: 1UL << 63, dataSize: 1UL << 63),
            "as the RIFF header says", 4);
        files.Doubtful("ds64 with one byte too many", WaveBuilder.Rf64(s_format, s_data, dataSize: 9), "'data' of 9 bytes", 4);
        files.Harmless("ds64 never finished", WaveBuilder.Rf64(s_format, s_data, riffSize: 0, dataSize: 0), "as the RIFF header says", 4);
        files.Harmless("ds64 with another file size", WaveBuilder.Rf64(s_format, s_data, riffSize: 1), "as the RIFF header says", 4);
    }

    private static void AddPadding(Cases files)
    {
        byte[] eight = WaveBuilder.Format(1, 1, 8000, 8);
        files.Harmless(
            "8 bits, odd, no pad byte",
            new WaveBuilder().Add("fmt ", eight).Add("data", [1, 2, 3], pad: false).Build(),
            "pad byte",
            3);
        files.Harmless(
            "24 bits, odd, no pad byte",
            new WaveBuilder().Add("fmt ", WaveBuilder.Format(1, 1, 8000, 24)).Add("data", [1, 2, 3], pad: false).Build(),
            "pad byte",
            1);
        files.Harmless(
            "odd LIST without pad byte before fmt",
            new WaveBuilder().Add("LIST", [1, 2, 3], pad: false).Add("fmt ", s_format).Add("data", s_data).Build(),
            "got the next chunk",
            4);
        files.Harmless(
            "odd LIST without pad byte before data",
            new WaveBuilder().Add("fmt ", s_format).Add("LIST", [1, 2, 3], pad: false).Add("data", s_data).Build(),
            "got the next chunk",
            4);
        files.Harmless(
            "odd data without pad byte before LIST",
            new WaveBuilder().Add("fmt ", eight).Add("data", [1, 2, 3], pad: false).Add("LIST", [1, 2]).Build(),
            "got the next chunk",
            3);
    }

    private static void AddOrder(Cases files)
    {
        files.Refused("nothing inside", new WaveBuilder().Build(), "expected a 'fmt ' chunk, got none");
        files.Refused("no fmt", new WaveBuilder().Add("data", s_data).Build(), "expected a 'fmt ' chunk before the samples");
        files.Refused("data before fmt", new WaveBuilder().Add("data", s_data).Add("fmt ", s_format).Build(),
            "expected a 'fmt ' chunk before the samples");
        files.Refused("no data", new WaveBuilder().Add("fmt ", s_format).Build(), "expected a 'data' chunk");
        files.Harmless(
            "the same fmt twice",
            new WaveBuilder().Add("fmt ", s_format).Add("fmt ", s_format).Add("data", s_data).Build(),
            "one 'fmt ' chunk",
            4);
        files.Doubtful(
            "two fmt",
            new WaveBuilder().Add("fmt ", s_format).Add("fmt ", WaveBuilder.Format(1, 2, 8000, 16)).Add("data", s_data).Build(),
            "one 'fmt ' chunk",
            4);
        files.Doubtful(
            "two data",
            new WaveBuilder().Add("fmt ", s_format).Add("data", s_data).Add("data", s_data).Build(),
            "one 'data' chunk",
            4);
    }

    private static void AddFormats(Cases files)
    {
        byte[] With(byte[] format) => new WaveBuilder().Add("fmt ", format).Add("data", s_data).Build();
        foreach (int size in new[] { 0, 14, 15 })
            files.Refused($"fmt of {size}", With(s_format[..size]), "'fmt ' chunk of at least 16 bytes");
        files.Harmless("fmt of 17", With([.. s_format, 0]), "chunk of 16, 18 or 40 bytes, got 17", 4);
        files.Harmless("fmt of 18, cbSize 65535", With([.. s_format, 255, 255]), "a count of 65535", 4);
        files.Refused("fmt of 0xFFFFFFFF", new WaveBuilder().Add("fmt ", s_format, size: uint.MaxValue).Add("data", s_data).Build(),
            "'fmt ' of 4294967295 bytes");
        foreach (int channels in new[] { 0, 257, 65535 })
            files.Refused($"{channels} channels", With(WaveBuilder.Format(1, channels, 8000, 16)), "1 to 256 channels");
        foreach (long rate in new[] { 0, 768_001, 0xFFFFFFFFL })
            files.Refused($"{rate} Hz", With(WaveBuilder.Format(1, 1, rate, 16)), "sample rate of 1 to 768000 Hz");
        foreach (int block in new[] { 0, 1, 4, 65535 })
            files.Refused($"block align {block}", With(WaveBuilder.Format(1, 1, 8000, 16, block)), "blocks of 1 × 16 bits = 2 bytes");
        foreach (int bits in new[] { 0, 1, 7, 12, 33, 64, 65535 })
            files.Refused($"{bits} bits", With(WaveBuilder.Format(1, 1, 8000, bits)), "PCM samples of 8, 16, 24 or 32 bits");
        foreach (int bits in new[] { 0, 8, 16, 24, 80 })
            files.Refused($"float of {bits} bits", With(WaveBuilder.Format(3, 1, 8000, bits)), "float samples of 32 or 64 bits");
        files.Refused("A-law of 16 bits", With(WaveBuilder.Format(6, 1, 8000, 16)), "µ-law or A-law samples of 8 bits");
        files.Refused("MP3", With(WaveBuilder.Format(0x55, 1, 8000, 8)), "MP3 (format tag 0x0055)");
        files.Refused("unknown codec", With(WaveBuilder.Format(0x1234, 1, 8000, 8)), "an unknown codec (format tag 0x1234)");
    }

    private static void AddExtensions(Cases files)
    {
        byte[] With(byte[] format) => new WaveBuilder().Add("fmt ", format).Add("data", s_data).Build();
        byte[] Extended(int tag = 1, int validBits = 16, uint mask = 0, int cbSize = 22) =>
            WaveBuilder.ExtensibleFormat(tag, 1, 8000, 16, validBits, mask, cbSize);
        byte[] foreign = Extended();
        foreign[39] ^= 1;
        files.Refused("extensible of 16", With(WaveBuilder.Format(0xFFFE, 1, 8000, 16)), "extensible 'fmt ' chunk of 40 bytes");
        files.Harmless("extensible, cbSize 0", With(Extended(cbSize: 0)), "a count of 0", 4);
        files.Refused("unknown GUID", With(foreign), "format GUID");
        files.Refused("extensible ADPCM", With(Extended(tag: 2)), "Microsoft ADPCM");
        files.Refused("too many valid bits", With(Extended(validBits: 17)), "at most 16 valid bits");
        files.Harmless("18 loudspeakers for one channel", With(Extended(mask: 0x3FFFF)), "at most 1 loudspeakers", 4);
    }

    private static void AddData(Cases files)
    {
        byte[] With(byte[] data, uint? size = null) => new WaveBuilder().Add("fmt ", s_format).Add("data", data, size).Build();
        files.Refused("no samples", With([]), "expected samples, got none");
        files.Refused("no samples before LIST", new WaveBuilder().Add("fmt ", s_format).Add("data", []).Add("LIST", [1, 2]).Build(),
            "expected samples, got none");
        foreach (uint size in new uint[] { 0, 0x7FFFF000, 0x80000000, uint.MaxValue })
            files.Harmless($"data size {size}", With(s_data, size), $"'data' of {size} bytes, as its header says, got 8", 4);
        files.Doubtful("data one too long", With(s_data, size: 9), "'data' of 9 bytes, as its header says, got 8", 4);
        files.Doubtful("data odd", With([1, 2, 3]), "blocks of 2 bytes, got 1 bytes in the last one", 1);
        files.Refused("half a sample", With([1]), "blocks of 2 bytes");
        byte[] stereo = new WaveBuilder().Add("fmt ", WaveBuilder.Format(1, 2, 8000, 16)).Add("data", [1, 2, 3, 4, 5, 6]).Build();
        files.Doubtful("half a stereo block", stereo, "blocks of 4 bytes, got 2 bytes in the last one", 2);
        files.Harmless("fact disagrees", new WaveBuilder().Add("fmt ", s_format).Add("fact", [9, 0, 0, 0]).Add("data", s_data).Build(),
            "4 samples in the 'fact' chunk, as in the 'data' chunk, got 9", 4);
    }

    private static byte[] Whole() => WaveBuilder.Pcm(1, 8000, 16, 1, 2, 3, 4);

    private static void AssertRead(string name, byte[] file, AudioTolerance tolerance, int? samples)
    {
        if (samples is null)
        {
            Assert.Throws<DataException>(() => Waves.Samples(file, tolerance));
            return;
        }
        using WaveReader reader = Waves.Open(file, tolerance);
        Assert.Equal(samples, Waves.Samples(reader).Length);
        Assert.True(reader.Warnings.Count > 0, $"{name}: expected a warning of the repair");
    }

    private static void Within(double seconds, Action action)
    {
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        action();
        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds, 0, seconds);
    }

    /// <summary>The columns of <see cref="Files"/> by what happens to a file.</summary>
    private sealed class Cases : TheoryData<string, byte[], string, int?, int?>
    {
        internal void Refused(string name, byte[] file, string message) => Add(name, file, message, null, null);

        internal void Doubtful(string name, byte[] file, string message, int lenient) => Add(name, file, message, null, lenient);

        internal void Harmless(string name, byte[] file, string message, int samples) => Add(name, file, message, samples, samples);
    }
}
