using CsCheck;
using L2BN.Data.Augmentation;
using L2BN.Data.Batches;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.Augmentation;

public class WarpTests
{
    private static readonly SampleShape s_square = new(2, 5, 5);
    private static readonly string[] s_names = ["flip", "pad-crop(4)", "resized-crop", "rotate(15)"];

    [Theory, InlineData(90), InlineData(-90), InlineData(180)]
    public void Quarter_turns_only_move_pixels(double degrees)
    {
        float[] sample = [.. Enumerable.Range(0, 50).Select(i => (float)i)], turned = [.. sample];
        RandomRotation.Rotate(turned, s_square, degrees);
        for (int c = 0; c < 2; c++)
            for (int y = 0; y < 5; y++)
                for (int x = 0; x < 5; x++)
                {
                    (int fromX, int fromY) = degrees switch { 90 => (4 - y, x), -90 => (y, 4 - x), _ => (4 - x, 4 - y) };
                    Assert.Equal(sample[c * 25 + fromY * 5 + fromX], turned[c * 25 + y * 5 + x], 1e-4f);
                }
    }

    [Fact]
    public void Rotating_back_restores_the_center_of_a_smooth_image() =>
        Gen.Double[-15, 15].Sample(degrees =>
        {
            var shape = new SampleShape(1, 21, 21);
            float[] sample = [.. from y in Enumerable.Range(0, 21) from x in Enumerable.Range(0, 21) select x + 2f * y],
                turned = [.. sample];
            RandomRotation.Rotate(turned, shape, degrees);
            RandomRotation.Rotate(turned, shape, -degrees);
            for (int y = 7; y < 14; y++)
                for (int x = 7; x < 14; x++)
                    Assert.Equal(sample[y * 21 + x], turned[y * 21 + x], 0.01f);
        });

    [Fact]
    public void Corners_that_turn_in_are_black()
    {
        float[] sample = new float[81];
        sample.AsSpan().Fill(1);
        RandomRotation.Rotate(sample, new SampleShape(1, 9, 9), 45);
        Assert.Equal(0, sample[0]);
        Assert.Equal(1, sample[40], 1e-5f);
    }

    [Fact]
    public void The_whole_area_in_its_own_proportion_is_the_sample_itself()
    {
        float[] sample = IdxFiles.Noise(50).Select(b => b / 255f).ToArray(), warped = [.. sample];
        Bilinear.Warp(warped, s_square, new PixelMap(1, 0, 0, 0, 1, 0), clamp: true);
        Assert.Equal(sample, warped);
    }

    [Fact]
    public void Crops_lie_inside_and_keep_area_and_proportion() =>
        Gen.Select(Gen.Int[1, 300], Gen.Int[1, 300], Gen.Double[0.01, 1], Gen.Int).Sample((height, width, smallest, seed) =>
        {
            var random = new SampleRandom(seed, 0, 0);
            (int x, int y, int w, int h) = new RandomResizedCrop(smallest).Choose(new SampleShape(3, height, width), ref random);
            Assert.True(x >= 0 && y >= 0 && w >= 1 && h >= 1 && x + w <= width && y + h <= height);
        }, iter: 2000);

    [Fact]
    public void A_crop_of_a_slope_is_a_slope()
    {
        var shape = new SampleShape(1, 40, 40);
        float[] sample = [.. from y in Enumerable.Range(0, 40) from x in Enumerable.Range(0, 40) select (float)x];
        var random = new SampleRandom(1, 2, 3);
        (int left, int _, int width, int _) = new RandomResizedCrop().Choose(shape, ref random);
        random = new SampleRandom(1, 2, 3);
        new RandomResizedCrop().Apply(sample, shape, ref random);
        for (int x = 2; x < 38; x++)
            Assert.Equal(left + (x + 0.5f) * width / 40 - 0.5f, sample[x], 0.01f);
    }

    [Theory]
    [InlineData("pad-crop(3), flip,rotate(15)", "pad-crop(3), flip, rotate(15)")]
    [InlineData("standard", "pad-crop(4), flip")]
    [InlineData("pad-crop,resized-crop(0.5)", "pad-crop(4), resized-crop(0.5)")]
    [InlineData("none", null)]
    public void Lists_are_read(string text, string? names) =>
        Assert.Equal(names, Augmentations.Parse(text, new SampleShape(3, 32, 32))?.ToString());

    [Theory, InlineData(""), InlineData("flop"), InlineData("flip(2)"), InlineData("rotate(x)"), InlineData("rotate(200)"),
        InlineData("rotate(15"), InlineData("pad-crop(0)"), InlineData("pad-crop(1.5)")]
    [InlineData("resized-crop(NaN)")]
    public void What_is_no_augmentation_is_refused(string text) =>
        Assert.ThrowsAny<ArgumentException>(() => Augmentations.Parse(text, new SampleShape(3, 32, 32)));

    [Fact]
    public void Large_images_are_cropped_at_random_by_default() =>
        Assert.Equal("resized-crop(0.08), flip", Augmentations.Standard(new SampleShape(3, 224, 224)).ToString());

    [Fact]
    public void Every_augmentation_is_a_pure_function_of_its_generator() =>
        Gen.Select(Gen.Int[0, 3].Select(i => s_names[i]), Gen.Int, Gen.Int[0, 100], Gen.Int[0, 100_000])
            .Sample((name, seed, epoch, index) =>
        {
            var shape = new SampleShape(3, 12, 9);
            float[] one = [.. IdxFiles.Noise(shape.Size).Select(b => b / 255f)], two = [.. one];
            foreach (float[] sample in (float[][])[one, two])
            {
                var random = new SampleRandom(seed, epoch, index);
                Augmentations.Parse(name, shape)!.Apply(sample, shape, ref random);
            }
            Assert.Equal(one, two);
            Assert.All(one, value => Assert.InRange(value, 0, 1));
        });
}
