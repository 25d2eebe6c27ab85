using CsCheck;
using L2BN.Data.Images;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.Images;

public class PngReaderTests
{
    private static readonly byte[] s_header = PngFiles.Header(2, 2), s_pixels = PngFiles.Pixels(new byte[14]), s_end = PngFiles.End;

    [Fact]
    public void Interlaced_and_plain_are_the_same_picture() =>
        Gen.Select(Gen.Int[1, 20], Gen.Int[1, 20]).Sample((width, height) =>
        {
            byte[] rgb = IdxFiles.Noise(width * height * 3);
            Assert.Equal(rgb, Read(PngFiles.Plain(rgb, width, height)).Pixels);
            Assert.Equal(rgb, Read(PngFiles.Interlaced(rgb, width, height)).Pixels);
        }, iter: 100);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 2)]
    [InlineData(0, 4)]
    [InlineData(0, 8)]
    [InlineData(0, 16)]
    [InlineData(2, 8)]
    [InlineData(2, 16)]
    [InlineData(3, 1)]
    [InlineData(3, 2)]
    [InlineData(3, 4)]
    [InlineData(3, 8)]
    [InlineData(4, 8)]
    [InlineData(4, 16)]
    [InlineData(6, 8)]
    [InlineData(6, 16)]
    public void Reads_every_color_type_with_every_filter(byte color, byte depth) =>
        Assert.Equal(13 * 11 * 3, Read(PngFiles.Noise(13, 11, depth, color)).Pixels.Length);

    [Fact]
    public void Skips_other_chunks()
    {
        byte[][] extras = [PngFiles.Chunk("tEXt", IdxFiles.Noise(50)), PngFiles.Chunk("zTXt", PngFiles.Deflate(new byte[1 << 24])),
            PngFiles.Chunk("fdAT", [1, 2, 3])];
        Assert.Equal(new byte[12], Read([.. PngFiles.File([s_header, .. extras, s_pixels, .. extras, s_end]), .. "PK"u8]).Pixels);
    }

    [Fact]
    public void A_million_tiny_chunks_take_no_time()
    {
        byte[] tiny = PngFiles.Chunk("teXt", []);
        byte[] many = new byte[12_000_000];
        for (int i = 0; i < many.Length; i += 12)
            tiny.CopyTo(many, i);
        byte[] file = PngFiles.File(s_header, many, s_pixels, s_end);
        Assert.Null(Hostile.Refusal(() => Read(file), memory: 64 << 20));
    }

    [Theory]
    [InlineData("30000 × 30000", "at most 89,478,485 pixels")]
    [InlineData("1 × 2^31-1", "pixels per side")]
    [InlineData("2^32-1 × 1", "pixels per side")]
    [InlineData("0 × 5", "pixels per side")]
    [InlineData("header of 12 bytes", "13 bytes, got 12")]
    [InlineData("header twice", "exactly one IHDR")]
    [InlineData("no header", "exactly one IHDR")]
    [InlineData("only the signature", "without an IEND")]
    [InlineData("bad CRC", "CRC")]
    [InlineData("no pixels", "expected an IDAT")]
    [InlineData("pixels inflate beyond", "more than the header claims")]
    [InlineData("pixels too short", "before the last row")]
    [InlineData("pixels are no zlib", "damaged")]
    [InlineData("pixels want a dictionary", "damaged")]
    [InlineData("pixels in two places", "in a row")]
    [InlineData("bit depth 3", "no color type 2 with 3 bits")]
    [InlineData("color type 1", "no color type 1")]
    [InlineData("truecolor of 4 bits", "no color type 2 with 4 bits")]
    [InlineData("compression 1", "compression 0")]
    [InlineData("interlace 2", "interlace 0 or 1")]
    [InlineData("filter 5", "no filter 5")]
    [InlineData("no palette", "expected a PLTE")]
    [InlineData("palette of 4 bytes", "in threes")]
    [InlineData("palette twice", "one PLTE")]
    [InlineData("palette index out of range", "palette index below 1, got 255")]
    [InlineData("unknown critical chunk", "critical chunk ABCD")]
    [InlineData("chunk longer than the file", "beyond the end")]
    [InlineData("chunk of 2^31 bytes", "beyond the end")]
    [InlineData("claims more than it can contain", "packed bytes can contain")]
    public void Refuses(string what, string because)
    {
        byte[] palette = PngFiles.Chunk("PLTE", [1, 2, 3]), indexed = PngFiles.Header(2, 2, 8, 3);
        byte[] file = what switch
        {
            "30000 × 30000" => PngFiles.File(PngFiles.Header(30_000, 30_000), s_pixels, s_end),
            "1 × 2^31-1" => PngFiles.File(PngFiles.Header(1, int.MaxValue), s_pixels, s_end),
            "2^32-1 × 1" => PngFiles.File(PngFiles.Header(uint.MaxValue, 1), s_pixels, s_end),
            "0 × 5" => PngFiles.File(PngFiles.Header(0, 5), s_pixels, s_end),
            "header of 12 bytes" => PngFiles.File(PngFiles.Chunk("IHDR", new byte[12]), s_pixels, s_end),
            "header twice" => PngFiles.File(s_header, s_header, s_pixels, s_end),
            "no header" => PngFiles.File(s_pixels, s_end),
            "only the signature" => PngFiles.Signature,
            "bad CRC" => PngFiles.File(s_header, [.. s_pixels[..^1], (byte)~s_pixels[^1]], s_end),
            "no pixels" => PngFiles.File(s_header, s_end),
            "pixels inflate beyond" => PngFiles.File(s_header, PngFiles.Pixels(new byte[1 << 26]), s_end),
            "pixels too short" => PngFiles.File(s_header, PngFiles.Pixels(new byte[13]), s_end),
            "pixels are no zlib" => PngFiles.File(s_header, PngFiles.Chunk("IDAT", IdxFiles.Noise(30)), s_end),
            "pixels want a dictionary" =>
                PngFiles.File(s_header, PngFiles.Chunk("IDAT", [0x78, 0x20, 0, 0x4C, 0, 0xB3, 0xFF, 1, 2, 3]), s_end),
            "pixels in two places" => PngFiles.File(s_header, s_pixels, PngFiles.Chunk("tEXt", []), s_pixels, s_end),
            "bit depth 3" => PngFiles.File(PngFiles.Header(2, 2, 3), s_pixels, s_end),
            "color type 1" => PngFiles.File(PngFiles.Header(2, 2, 8, 1), s_pixels, s_end),
            "truecolor of 4 bits" => PngFiles.File(PngFiles.Header(2, 2, 4, 2), s_pixels, s_end),
            "compression 1" => PngFiles.File(PngFiles.Chunk("IHDR", [0, 0, 0, 2, 0, 0, 0, 2, 8, 2, 1, 0, 0]), s_pixels, s_end),
            "interlace 2" => PngFiles.File(PngFiles.Header(2, 2, interlace: 2), s_pixels, s_end),
            "filter 5" => PngFiles.File(s_header, PngFiles.Pixels([5, .. new byte[13]]), s_end),
            "no palette" => PngFiles.File(indexed, PngFiles.Pixels(new byte[6]), s_end),
            "palette of 4 bytes" => PngFiles.File(indexed, PngFiles.Chunk("PLTE", new byte[4]), s_pixels, s_end),
            "palette twice" => PngFiles.File(indexed, palette, palette, s_pixels, s_end),
            "palette index out of range" => PngFiles.File(indexed, palette, PngFiles.Pixels([0, 0, 0, 0, 0, 255]), s_end),
            "unknown critical chunk" => PngFiles.File(s_header, PngFiles.Chunk("ABCD", []), s_pixels, s_end),
            "chunk longer than the file" => PngFiles.File(s_header, [0, 0, 1, 0, .. "IDAT"u8, .. new byte[200]]),
            "chunk of 2^31 bytes" => PngFiles.File(s_header, [0x80, 0, 0, 0, .. "IDAT"u8, .. new byte[200]]),
            "claims more than it can contain" => PngFiles.File(PngFiles.Header(9000, 9000), s_pixels, s_end),
            _ => throw new ArgumentException(what),
        };
        Assert.Contains(because, Hostile.Refused(() => Read(file), memory: 1 << 20), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_every_cut()
    {
        byte[] file = PngFiles.Noise(9, 9);
        for (int length = 8; length < file.Length; length++)
            Hostile.Refused(() => Read(file[..length]));
    }

    private static RgbImage Read(byte[] file) => ImageDecoder.Decode(new ImageSource("a.png", file));
}
