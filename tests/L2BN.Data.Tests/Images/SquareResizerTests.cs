using CsCheck;
using L2BN.Data.Images;
using L2BN.Data.Images.Resizing;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.Images;

public class SquareResizerTests
{
    [Fact]
    public void A_square_of_the_right_size_is_not_changed() =>
        Gen.Int[1, 40].Sample(side =>
        {
            byte[] rgb = IdxFiles.Noise(side * side * 3), result = new byte[rgb.Length];
            SquareResizer.Resize(new RgbImage(side, side, rgb), side, result);
            Assert.Equal(from c in Enumerable.Range(0, 3) from i in Enumerable.Range(0, side * side) select rgb[3 * i + c], result);
        });

    [Fact]
    public void One_color_stays_one_color_at_any_size() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 60], Gen.Int[8, 40], Gen.Byte).Sample((width, height, side, value) =>
        {
            byte[] rgb = new byte[width * height * 3], result = new byte[side * side * 3];
            rgb.AsSpan().Fill(value);
            SquareResizer.Resize(new RgbImage(width, height, rgb), side, result);
            Assert.All(result, sample => Assert.Equal(value, sample));
        });

    [Fact]
    public void Extreme_proportions_cost_little()
    {
        var strip = new RgbImage(1, 65_535, new byte[3 * 65_535]);
        Assert.Null(Hostile.Refusal(() => SquareResizer.Resize(strip, 1024, new byte[3 << 20]), memory: 64 << 20));
    }
}
