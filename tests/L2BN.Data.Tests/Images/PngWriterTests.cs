using CsCheck;
using L2BN.Data.Images;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.Images;

public class PngWriterTests
{
    [Fact]
    public void A_reader_returns_the_written_grays() => Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40]).Sample((width, height) =>
    {
        byte[] pixels = IdxFiles.Noise(width * height);
        RgbImage image = ImageDecoder.Decode(new ImageSource("picture.png", PngWriter.EncodeGray(pixels, width, height)));
        Assert.Equal((width, height), (image.Width, image.Height));
        Assert.Equal([.. pixels.SelectMany(value => new[] { value, value, value })], image.Pixels);
    }, iter: 50);

    [Fact]
    public void A_reader_returns_the_written_colors() => Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40]).Sample((width, height) =>
    {
        byte[][] colors = [.. IdxFiles.Noise(3 * width * height).Chunk(3)];
        byte[] pixels = [.. colors.SelectMany(color => (byte[])[.. color, 255])];
        RgbImage image = ImageDecoder.Decode(new ImageSource("picture.png", PngWriter.EncodeRgba(pixels, width, height)));
        Assert.Equal([.. colors.SelectMany(color => color)], image.Pixels);
    }, iter: 50);

    [Theory]
    [InlineData(6, 2, 2)]
    [InlineData(0, 0, 0)]
    [InlineData(0, -1, 1)]
    public void Pixels_must_fill_the_image(int count, int width, int height)
    {
        Assert.ThrowsAny<ArgumentException>(() => PngWriter.EncodeGray(new byte[count], width, height));
        Assert.ThrowsAny<ArgumentException>(() => PngWriter.EncodeRgba(new byte[count], width, height));
    }
}
