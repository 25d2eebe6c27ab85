using L2BN.Data.Audio;

namespace L2BN.Data.Tests.Audio;

/// <summary>Files that lie, are cut, or are made to hurt: each is refused with the file, the byte and the rule, in little time and
/// memory.</summary>
public class HostileWaveTests
{
    private static readonly byte[] s_format = WaveBuilder.Format(1, 1, 8000, 16);
    private static readonly byte[] s_data = WaveBuilder.PcmBytes(16, 1, 2, 3, 4);

    /// <summary>Name, file, what the strict message must say, and the number of samples that lenient reading gives (null where it refuses
    /// too).</summary>
    public static TheoryData<string, byte[], string, int?> Files
    {
        get
        {
            var files = new TheoryData<string, byte[], string, int?>();
            foreach (int length in new[] { 0, 1, 11 }) files.Add($"{length} bytes", Whole()[..length], "RIFF header", null);
            files.Add("12 bytes", Whole()[..12], "promises", null);
            files.Add("43 bytes", Whole()[..43], "promises", null);
            files.Add("RIFX", new WaveBuilder { Magic = "RIFX" }.Add("fmt ", s_format).Add("data", s_data).Build(),
                "RIFX files (big-endian WAV) are not read", null);
            files.Add("RF64", new WaveBuilder { Magic = "RF64", RiffSize = uint.MaxValue }.Add("ds64", new byte[28]).Add("fmt ",
                s_format).Add("data", s_data).Build(), "RF64 files (64-bit WAV) are not read", null);
            files.Add("RF64 without ds64", new WaveBuilder { Magic = "RF64" }.Add("fmt ", s_format).Add("data", s_data).Build(), "RF64",
                null);
            files.Add("AIFF", new WaveBuilder { Magic = "FORM", Form = "AIFF" }.Build(), "begins with RIFF, came 'FORM'", null);
            files.Add("AVI", new WaveBuilder { Form = "AVI " }.Add("fmt ", s_format).Build(), "type WAVE, came 'AVI '", null);
            files.Add("zeros", new byte[100], @"came '\x00\x00\x00\x00'", null);
            AddSizes(files);
            AddOrder(files);
            AddFormats(files);
            AddExtensions(files);
            AddData(files);
            return files;
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Are_refused_with_their_rule(string name, byte[] file, string message, int? lenientSamples)
    {
        var error = Assert.Throws<DataException>(() => Waves.Samples(file));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal("clip.wav", error.File);
        Assert.InRange(error.Offset ?? -1, 0, file.Length + 8);
        if (lenientSamples is null) Assert.Throws<DataException>(() => Waves.Samples(file, lenient: true));
        else AssertRepaired(name, file, lenientSamples.Value);
    }

    [Fact]
    public void A_million_empty_chunks_end_quickly()
    {
        byte[] chunks = new byte[8_000_000];
        for (int i = 0; i < chunks.Length; i += 8) "junk"u8.CopyTo(chunks.AsSpan(i));
        byte[] file = new WaveBuilder { Trailing = chunks }.Build();
        Within(seconds: 2, () =>
            Assert.Contains("at most 10000 chunks", Assert.Throws<DataException>(() => Waves.Open(file, lenient: true))
            .Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_sparse_file_beyond_4_GiB_is_refused_without_reading_it()
    {
        using var folder = new TempFolder();
        string path = folder.Write("big.wav", Whole());
        using (var file = File.OpenWrite(path)) file.SetLength((1L << 32) + 1);
        Within(seconds: 2, () =>
            Assert.Contains("promises 52 bytes", Assert.Throws<DataException>(() => WaveReader.Open(path))
            .Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Claims_allocate_nothing()
    {
        byte[] file = new WaveBuilder().Add("fmt ", s_format, size: uint.MaxValue).Build();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<DataException>(() => Waves.Open(file, lenient: true));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Samples_that_are_no_numbers_are_named(float value)
    {
        byte[] file = WaveBuilder.Float32(1, 8000, 0.5f, value);
        var error = Assert.Throws<DataException>(() => Waves.Samples(file));
        Assert.Equal(48, error.Offset);
        Assert.Equal([0.5f, 0], Waves.Samples(file, lenient: true));
        Assert.Throws<DataException>(() => Waves.Samples(WaveBuilder.Float64(1, 8000, 1e300)));
    }

    [Fact]
    public void Warnings_are_counted_not_collected_without_end()
    {
        using var reader = Waves.Open(WaveBuilder.Float32(1, 8000, [.. Enumerable.Repeat(float.NaN, 5000)]), lenient: true);
        Assert.All(Waves.Samples(reader), sample => Assert.Equal(0, sample));
        Assert.InRange(reader.Warnings.Count, 1, 20);
    }

    [Fact]
    public void A_file_that_shrinks_while_it_is_read_is_told()
    {
        using var folder = new TempFolder();
        string path = folder.Write("a.wav", WaveBuilder.Pcm(1, 8000, 16, new int[200_000]));
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new WaveReader(stream, path);
        using (var writer = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) writer.SetLength(1000);
        Assert.Throws<DataException>(() => reader.Read(100_000, new float[1000]));
    }

    private static void AddSizes(TheoryData<string, byte[], string, int?> files)
    {
        foreach (uint size in new uint[] { 0, 20, 43, 45, uint.MaxValue })
            files.Add($"RIFF size {size}", new WaveBuilder { RiffSize = size }.Add("fmt ", s_format).Add("data", s_data).Build(),
                "RIFF header promises", 4);
        files.Add("garbage behind", new WaveBuilder { Trailing = [1, 2, 3] }.Add("fmt ", s_format).Add("data", s_data).Build(),
            "chunk header of 8 bytes, 3 are left", 4);
        files.Add("chunk beyond the end",
            new WaveBuilder().Add("fmt ", s_format).Add("data", s_data).Add("LIST", [1, 2], size: uint.MaxValue).Build(),
            "'LIST' promises 4294967295", 4);
        files.Add("size that wraps", new WaveBuilder().Add("LIST", [], size: 0xFFFFFFF4).Add("fmt ", s_format).Add("data", s_data).Build(),
            "'LIST' promises 4294967284", null);
        files.Add("no pad byte at the end",
            new WaveBuilder().Add("fmt ", WaveBuilder.Format(1, 1, 8000, 8)).Add("data", [1, 2, 3], pad: false).Build(), "pad byte", 3);
        files.Add("odd chunk without pad byte inside",
            new WaveBuilder().Add("LIST", [1, 2, 3], pad: false).Add("fmt ", s_format).Add("data", s_data).Build(), "promises", null);
    }

    private static void AddOrder(TheoryData<string, byte[], string, int?> files)
    {
        files.Add("nothing inside", new WaveBuilder().Build(), "expected a 'fmt ' chunk, there is none", null);
        files.Add("no fmt", new WaveBuilder().Add("data", s_data).Build(), "expected a 'fmt ' chunk before the samples", null);
        files.Add("data before fmt", new WaveBuilder().Add("data", s_data).Add("fmt ", s_format).Build(),
            "expected a 'fmt ' chunk before the samples", null);
        files.Add("no data", new WaveBuilder().Add("fmt ", s_format).Build(), "expected a 'data' chunk", null);
        files.Add("two fmt", new WaveBuilder().Add("fmt ", s_format).Add("fmt ", s_format).Add("data", s_data).Build(), "two 'fmt ' chunks",
            4);
        files.Add("two data", new WaveBuilder().Add("fmt ", s_format).Add("data", s_data).Add("data", s_data).Build(), "two 'data' chunks",
            4);
    }

    private static void AddFormats(TheoryData<string, byte[], string, int?> files)
    {
        void Add(string name, byte[] format, string message, int? samples = null) =>
            files.Add(name, new WaveBuilder().Add("fmt ", format).Add("data", s_data).Build(), message, samples);
        foreach (int size in new[] { 0, 14, 15 }) Add($"fmt of {size}", s_format[..size], "'fmt ' chunk of at least 16 bytes");
        Add("fmt of 17", [.. s_format, 0], "chunk of 16, 18 or 40 bytes, came 17", 4);
        Add("fmt of 18, cbSize 65535", [.. s_format, 255, 255], "announces 65535", 4);
        files.Add("fmt of 0xFFFFFFFF", new WaveBuilder().Add("fmt ", s_format, size: uint.MaxValue).Add("data", s_data).Build(),
            "promises 4294967295", null);
        foreach (int channels in new[] { 0, 257, 65535 })
            Add($"{channels} channels", WaveBuilder.Format(1, channels, 8000, 16), "1 to 256 channels");
        foreach (long rate in new[] { 0, 768_001, 0xFFFFFFFFL })
            Add($"{rate} Hz", WaveBuilder.Format(1, 1, rate, 16), "sample rate of 1 to 768000 Hz");
        foreach (int block in new[] { 0, 1, 4, 65535 })
            Add($"block align {block}", WaveBuilder.Format(1, 1, 8000, 16, block), "block of 1 × 16 bits = 2 bytes");
        foreach (int bits in new[] { 0, 1, 7, 12, 33, 64, 65535 })
            Add($"{bits} bits", WaveBuilder.Format(1, 1, 8000, bits), "PCM samples of 8, 16, 24 or 32 bits");
        foreach (int bits in new[] { 0, 8, 16, 24, 80 })
            Add($"float of {bits} bits", WaveBuilder.Format(3, 1, 8000, bits), "float samples of 32 or 64 bits");
        Add("A-law", WaveBuilder.Format(6, 1, 8000, 8), "A-law (format tag 0x0006)");
        Add("MP3", WaveBuilder.Format(0x55, 1, 8000, 8), "MP3");
        Add("unknown codec", WaveBuilder.Format(0x1234, 1, 8000, 8), "an unknown codec (format tag 0x1234)");
    }

    private static void AddExtensions(TheoryData<string, byte[], string, int?> files)
    {
        void Add(string name, byte[] format, string message, int? samples = null) =>
            files.Add(name, new WaveBuilder().Add("fmt ", format).Add("data", s_data).Build(), message, samples);
        byte[] Extended(int tag = 1, int validBits = 16, uint mask = 0, int cbSize = 22) =>
            WaveBuilder.ExtensibleFormat(tag, 1, 8000, 16, validBits, mask, cbSize);
        byte[] foreign = Extended();
        foreign[39] ^= 1;
        Add("extensible of 16", WaveBuilder.Format(0xFFFE, 1, 8000, 16), "extensible 'fmt ' chunk of 40 bytes");
        Add("extensible, cbSize 0", Extended(cbSize: 0), "announces 0", 4);
        Add("unknown GUID", foreign, "format GUID");
        Add("extensible ADPCM", Extended(tag: 2), "Microsoft ADPCM");
        Add("too many valid bits", Extended(validBits: 17), "at most 16 valid bits");
        Add("18 loudspeakers for one channel", Extended(mask: 0x3FFFF), "18 loudspeakers for 1 channels", 4);
    }

    private static void AddData(TheoryData<string, byte[], string, int?> files)
    {
        byte[] With(byte[] data, uint? size = null) => new WaveBuilder().Add("fmt ", s_format).Add("data", data, size).Build();
        files.Add("no samples", With([]), "there are no samples", null);
        files.Add("data size 0", With(s_data, size: 0), "promises", 4);
        files.Add("data size 0xFFFFFFFF", With(s_data, size: uint.MaxValue), "'data' promises 4294967295 bytes, 8 are left", 4);
        files.Add("data one too long", With(s_data, size: 9), "'data' promises 9 bytes, 8 are left", 4);
        files.Add("data odd", With([1, 2, 3]), "blocks of 2 bytes, the last has 1", 1);
        files.Add("half a sample", With([1]), "blocks of 2 bytes", null);
        byte[] stereo = new WaveBuilder().Add("fmt ", WaveBuilder.Format(1, 2, 8000, 16)).Add("data", [1, 2, 3, 4, 5, 6]).Build();
        files.Add("half a stereo block", stereo, "blocks of 4 bytes, the last has 2", 2);
        files.Add("fact disagrees", new WaveBuilder().Add("fmt ", s_format).Add("fact", [9, 0, 0, 0]).Add("data", s_data).Build(),
            "'fact' chunk says 9 samples, the 'data' chunk has 4", 4);
    }

    private static byte[] Whole() => WaveBuilder.Pcm(1, 8000, 16, 1, 2, 3, 4);

    private static void AssertRepaired(string name, byte[] file, int samples)
    {
        using var reader = Waves.Open(file, lenient: true);
        Assert.Equal(samples, Waves.Samples(reader).Length);
        Assert.True(reader.Warnings.Count > 0, $"{name}: expected a warning of the repair");
    }

    private static void Within(double seconds, Action action)
    {
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        action();
        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds, 0, seconds);
    }
}
