using System.Text;
using CsCheck;
using L2BN.Data.Images;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.Images;

public class PnmReaderTests
{
    [Theory]
    [InlineData("P6 1 2 255\n", new byte[] { 1, 2, 3, 4, 5, 6 }, new byte[] { 1, 2, 3, 4, 5, 6 })]
    [InlineData("P5\n2 1\n255\n", new byte[] { 7, 9 }, new byte[] { 7, 7, 7, 9, 9, 9 })]
    [InlineData("P5 # a comment 9 9\n# another\n 2\t1 # more\n15\n", new byte[] { 0, 15 }, new byte[] { 0, 0, 0, 255, 255, 255 })]
    [InlineData("P5 2 1 65535\n", new byte[] { 255, 255, 128, 0 }, new byte[] { 255, 255, 255, 128, 128, 128 })]
    [InlineData("P6 1 1 255\n", new byte[] { 10, 32, 35, 99 }, new byte[] { 10, 32, 35 })]
    public void Reads(string header, byte[] pixels, byte[] rgb) => Assert.Equal(rgb, Read(header, pixels).Pixels);

    [Fact]
    public void Values_are_scaled_to_the_nearest() =>
        Gen.Select(Gen.Int[1, 65535], Gen.Double[0, 1]).Sample((max, share) =>
        {
            int value = (int)(share * max);
            byte[] pixel = max > 255 ? [(byte)(value >> 8), (byte)value] : [(byte)value];
            Assert.Equal(value * 255.0 / max, Read($"P5 1 1 {max}\n", pixel).Pixels[0], 0.5 + 1e-9);
        });

    [Theory]
    [InlineData("P6 0 1 255\n", "pixels per side")]
    [InlineData("P6 70000 1 255\n", "pixels per side")]
    [InlineData("P6 60000 60000 255\n", "at most 89,478,485 pixels")]
    [InlineData("P6 2 2 255\n", "expected 12 bytes of pixels, got 4")]
    [InlineData("P6 1 1 0\n", "largest value from 1 to 65,535, got 0")]
    [InlineData("P6 1 1 65536\n", "largest value from 1 to 65,535, got 65536")]
    [InlineData("P6 1 1", "got another header")]
    [InlineData("P6 1 x 255\n", "got another header")]
    [InlineData("P6 99999999999999999999 1 255\n", "got another header")]
    [InlineData("P5 1 1 3\n", "expected values up to 3, got 200")]
    [InlineData("P3 1 1 255\n", "got a PNM image")]
    [InlineData("P4 1 1\n", "got a PNM image")]
    [InlineData("P7\nWIDTH 1\n", "got a PNM image")]
    public void Refuses(string header, string because) =>
        Assert.Contains(because, Hostile.Refused(() => Read(header, [200, 0, 0, 0])), StringComparison.Ordinal);

    private static RgbImage Read(string header, byte[] pixels) =>
        ImageDecoder.Decode(new ImageSource("a.ppm", [.. Encoding.ASCII.GetBytes(header), .. pixels]));
}
