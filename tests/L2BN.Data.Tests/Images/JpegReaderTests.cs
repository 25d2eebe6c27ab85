using L2BN.Data.Images;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.Images;

public class JpegReaderTests
{
    private const byte Frame = 0xC0, ProgressiveFrame = 0xC2, Huffman = 0xC4, Quantization = 0xDB, Scan = 0xDA, Restart = 0xDD;

    [Theory]
    [InlineData("65535 × 65535", "at most 89,478,485 pixels")]
    [InlineData("9000 × 9000 in 800 bytes", "bytes can contain")]
    [InlineData("height 0", "expected the height in the header, got 0")]
    [InlineData("width 0", "pixels per side")]
    [InlineData("12 bits", "expected samples of 8 bits, got 12")]
    [InlineData("2 components", "1, 3 or 4 color components, got 2")]
    [InlineData("sampling 0", "has sampling 0×1")]
    [InlineData("sampling 3 of 2", "not a whole fraction")]
    [InlineData("component twice", "component 2, which the frame does not have")]
    [InlineData("scan of a component twice", "got component 1 again")]
    [InlineData("frame twice", "got a second")]
    [InlineData("no frame", "expected the frame header before")]
    [InlineData("lossless", "got a lossless one")]
    [InlineData("arithmetic", "got an arithmetic-coded one")]
    [InlineData("progressive without Huffman tables", "Huffman table DC 0 is used but not defined")]
    [InlineData("no quantization tables", "quantization table 0 is used but not defined")]
    [InlineData("Huffman table of 300 codes", "claims 300 codes")]
    [InlineData("Huffman table oversubscribed", "more codes than they allow")]
    [InlineData("quantization table cut", "quantization tables are damaged")]
    [InlineData("restart interval 65535 of 4 bytes", "restart interval of 2 bytes")]
    [InlineData("restart markers missing", "expected restart marker 0")]
    [InlineData("scan of component 9", "color component 9, which the frame does not have")]
    [InlineData("scan header cut", "scan header is damaged")]
    [InlineData("no scan", "expected an image")]
    [InlineData("no end", "without an end marker")]
    [InlineData("pixels cut", "before the last row")]
    [InlineData("other height after the pixels", "expected a DNL segment with the height of the header (")]
    [InlineData("DNL of four bytes", "got 4 bytes")]
    [InlineData("only the magic", "without an end marker")]
    [InlineData("segment beyond the file", "beyond the end")]
    public void Refuses(string what, string because)
    {
        byte[] good = JpegFiles.Golden("baseline-1x1.jpg");
        byte[] Change(byte marker, int at, byte value) => JpegFiles.With(good, marker, segment => JpegFiles.SetByte(segment, at, value));
        byte[] file = what switch
        {
            "65535 × 65535" => JpegFiles.With(good, Frame, s => [.. s[..5], 255, 255, 255, 255, .. s[9..]]),
            "9000 × 9000 in 800 bytes" => JpegFiles.With(good, Frame, s => [.. s[..5], 0x23, 0x28, 0x23, 0x28, .. s[9..]]),
            "height 0" => JpegFiles.With(good, Frame, s => [.. s[..5], 0, 0, .. s[7..]]),
            "width 0" => JpegFiles.With(good, Frame, s => [.. s[..7], 0, 0, .. s[9..]]),
            "12 bits" => Change(Frame, 4, 12),
            "2 components" => Change(Frame, 9, 2),
            "sampling 0" => Change(Frame, 11, 0x01),
            "sampling 3 of 2" => JpegFiles.With(good, Frame, s => JpegFiles.SetByte(JpegFiles.SetByte(s, 11, 0x31), 14, 0x21)),
            "component twice" => Change(Frame, 13, good[JpegFiles.Find(good, Frame) + 10]),
            "scan of a component twice" => Change(Scan, 7, 1),
            "frame twice" => JpegFiles.With(good, Frame, s => [.. s, .. s]),
            "no frame" => JpegFiles.Without(good, Frame),
            "lossless" => Change(Frame, 1, 0xC3),
            "arithmetic" => Change(Frame, 1, 0xC9),
            "progressive without Huffman tables" => JpegFiles.Without(JpegFiles.Golden("progressive-1x1.jpg"), Huffman),
            "no quantization tables" => JpegFiles.Without(good, Quantization),
            "Huffman table of 300 codes" =>
                JpegFiles.With(good, Huffman,
                _ => JpegFiles.Segment(Huffman, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 150, 150, .. new byte[300]])),
            "Huffman table oversubscribed" =>
                JpegFiles.With(good, Huffman, _ => JpegFiles.Segment(Huffman, [0, 3, .. new byte[15], 1, 2, 3])),
            "quantization table cut" => JpegFiles.With(good, Quantization, _ => JpegFiles.Segment(Quantization, new byte[60])),
            "restart interval 65535 of 4 bytes" => JpegFiles.With(good, Scan, s => [.. JpegFiles.Segment(Restart, 255, 255, 0, 0), .. s]),
            "restart markers missing" => JpegFiles.With(good, Scan, s => [.. JpegFiles.Segment(Restart, 0, 1), .. s]),
            "scan of component 9" => Change(Scan, 5, 9),
            "scan header cut" => JpegFiles.With(good, Scan, s => JpegFiles.Segment(Scan, s[4..8])),
            "no scan" => [.. good[..JpegFiles.Find(good, Scan)], 0xFF, 0xD9],
            "no end" => good[..^2],
            "pixels cut" => [.. good[..^200], 0xFF, 0xD9],
            "other height after the pixels" => [.. good[..^2], .. JpegFiles.Segment(0xDC, 0, 8), 0xFF, 0xD9],
            "DNL of four bytes" => [.. good[..^2], .. JpegFiles.Segment(0xDC, 0, 8, 0, 8), 0xFF, 0xD9],
            "only the magic" => [0xFF, 0xD8, 0xFF],
            "segment beyond the file" => [0xFF, 0xD8, 0xFF, 0xE0, 0xFF, 0xFF, 1, 2],
            _ => throw new ArgumentException(what),
        };
        Assert.Contains(because, Hostile.Refused(() => Read(file), memory: 4 << 20), StringComparison.Ordinal);
    }

    /// <summary>Motion JPEG leaves out the tables, which the golden files spell out as they are in the standard.</summary>
    [Theory]
    [InlineData("baseline-2x2.jpg")]
    [InlineData("grey.jpg")]
    public void Baseline_frames_without_huffman_tables_use_the_standard_ones(string name)
    {
        byte[] good = JpegFiles.Golden(name);
        Assert.Equal(Read(good).Pixels, Read(JpegFiles.Without(good, Huffman)).Pixels);
    }

    [Fact]
    public void Components_with_equal_numbers_are_distinguished_by_their_order()
    {
        byte[] good = JpegFiles.Golden("baseline-2x2.jpg");
        byte[] frame = JpegFiles.With(good, Frame, s => Set(s, 10, 13, 16)), file = JpegFiles.With(frame, Scan, s => Set(s, 5, 7, 9));
        Assert.Equal(Read(good).Pixels, Read(file).Pixels);

        static byte[] Set(byte[] segment, params int[] positions)
        {
            foreach (int position in positions)
                segment[position] = 1;
            return segment;
        }
    }

    [Fact]
    public void A_dnl_segment_that_repeats_the_height_is_ignored()
    {
        byte[] good = JpegFiles.Golden("baseline-1x1.jpg");
        byte[] dnl = JpegFiles.Segment(0xDC, 0, (byte)Read(good).Height);
        Assert.Equal(Read(good).Pixels, Read([.. good[..^2], .. dnl, 0xFF, 0xD9]).Pixels);
    }

    [Fact]
    public void Refuses_every_cut()
    {
        foreach (string name in (string[])["baseline-2x2.jpg", "progressive-2x2.jpg", "restart-1x1.jpg"])
        {
            byte[] file = JpegFiles.Golden(name);
            for (int length = 3; length < file.Length; length++)
                Hostile.Refused(() => Read(file[..length]));
        }
    }

    /// <summary>Each scan costs a pass over the image: a small file must not buy hours.</summary>
    [Fact]
    public void Refuses_thousands_of_scans()
    {
        byte[] good = JpegFiles.Golden("progressive-1x1.jpg");
        int start = JpegFiles.Find(good, Scan);
        int end = start + good.AsSpan(start + 2).IndexOf([(byte)0xFF, Huffman]) + 2;
        byte[] file = [.. good[..end], .. Enumerable.Repeat(good[start..end], 3000).SelectMany(scan => scan), .. good[end..]];
        Assert.Contains("at most 100 scans", Hostile.Refused(() => Read(file)), StringComparison.Ordinal);
    }

    /// <summary>Whatever orientation, loops or lies an EXIF segment holds: it is stepped over.</summary>
    [Fact]
    public void Ignores_profiles_and_comments()
    {
        byte[] good = JpegFiles.Golden("baseline-2x2.jpg");
        byte[] exif = JpegFiles.Segment(0xE1, [.. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 9, 0, 0, 0, 8, 0, 0, 0]);
        byte[] file = [.. good[..2], .. exif, .. JpegFiles.Segment(0xFE, IdxFiles.Noise(65_000)), .. good[2..], .. "trailing"u8];
        Assert.Equal(Read(good).Pixels, Read(file).Pixels);
    }

    [Fact]
    public void Bad_progressions_are_refused()
    {
        byte[] good = JpegFiles.Golden("progressive-1x1.jpg");
        Assert.True(JpegFiles.Find(good, ProgressiveFrame) > 0);
        foreach (byte[] band in (byte[][])[[0, 5, 0], [5, 3, 0], [0, 64, 0], [0, 0, 0xE0], [0, 0, 0x0E], [0, 0, 0x31]])
        {
            byte[] file = JpegFiles.With(good, Scan, s => [.. s[..^3], .. band]);
            Assert.Contains("progressive JPEG does not allow", Hostile.Refused(() => Read(file)), StringComparison.Ordinal);
        }
    }

    private static RgbImage Read(byte[] file) => ImageDecoder.Decode(new ImageSource("a.jpg", file));
}
