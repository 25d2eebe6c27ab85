using CsCheck;

namespace L2BN.Data.Tests;

public class GreyPngTests
{
    [Fact]
    public void A_reader_returns_the_written_pixels() => Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40]).Sample((width, height) =>
    {
        byte[] pixels = IdxFiles.Noise(width * height);
        var image = ImageDecoder.Decode(new ImageSource("picture.png", GreyPng.Encode(pixels, width, height)));
        Assert.Equal((width, height), (image.Width, image.Height));
        Assert.Equal([.. pixels.SelectMany(value => new[] { value, value, value })], image.Pixels);
    }, iter: 50);

    [Theory]
    [InlineData(6, 2, 2)]
    [InlineData(0, 0, 0)]
    [InlineData(0, -1, 1)]
    public void Pixels_must_fill_the_picture(int count, int width, int height) =>
        Assert.ThrowsAny<ArgumentException>(() => GreyPng.Encode(new byte[count], width, height));
}
