using CsCheck;
using L2BN.Data.Augmentation;
using L2BN.Data.Batches;

namespace L2BN.Data.Tests.Augmentation;

public class PadCropAndFlipTests
{
    /// <summary>Against the definition: pad, then cut out, with indices and no cleverness.</summary>
    [Fact]
    public void Pad_crop_equals_its_definition() =>
        Gen.Select(Gen.Int[1, 3], Gen.Int[1, 7], Gen.Int[1, 7], Gen.Int[1, 9], Gen.Int).Sample((channels, height, width, padding, seed) =>
        {
            var shape = new SampleShape(channels, height, width);
            float[] sample = [.. Enumerable.Range(1, shape.Size).Select(i => (float)i)], original = [.. sample];
            var random = new SampleRandom(seed, 1, 2);
            int down = new SampleRandom(seed, 1, 2).NextInt(2 * padding + 1) - padding;
            new PadCrop(padding).Apply(sample, shape, ref random);
            int right = Enumerable.Range(-padding, 2 * padding + 1).First(r => sample.SequenceEqual(Shifted(original, shape, down, r)));
            Assert.InRange(right, -padding, padding);
        }, iter: 300);

    [Fact]
    public void Every_shift_is_as_likely_as_any_other()
    {
        int[,] seen = new int[5, 5];
        for (int i = 0; i < 25_000; i++)
        {
            float[] sample = [.. Enumerable.Range(1, 25).Select(value => (float)value)];
            var random = new SampleRandom(0, 0, i);
            new PadCrop(2).Apply(sample, new SampleShape(1, 5, 5), ref random);
            int center = (int)sample[12] - 1;
            seen[center / 5, center % 5]++;
        }
        Assert.All(seen.Cast<int>(), count => Assert.InRange(count, 850, 1150));
    }

    [Fact]
    public void Flip_mirrors_half_of_the_samples()
    {
        int flipped = 0;
        for (int i = 0; i < 10_000; i++)
        {
            float[] sample = [1, 2, 3, 4, 5, 6];
            var random = new SampleRandom(3, 1, i);
            new HorizontalFlip().Apply(sample, new SampleShape(1, 2, 3), ref random);
            Assert.True(sample is [1, 2, 3, 4, 5, 6] or [3, 2, 1, 6, 5, 4]);
            if (sample[0] == 3)
                flipped++;
        }
        Assert.InRange(flipped, 4800, 5200);
    }

    [Fact]
    public void Standard_pads_4_at_32_and_2_at_28_and_flips_only_where_it_may()
    {
        Assert.Equal("pad-crop(4), flip", Augmentations.Standard(new SampleShape(3, 32, 32)).ToString());
        Assert.Equal("pad-crop(2)", Augmentations.Standard(new SampleShape(1, 28, 28), flip: false).ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => new PadCrop(0));
    }

    private static float[] Shifted(float[] sample, SampleShape shape, int down, int right)
    {
        float[] result = new float[sample.Length];
        for (int c = 0; c < shape.Channels; c++)
            for (int y = 0; y < shape.Height; y++)
                for (int x = 0; x < shape.Width; x++)
                    if (y + down >= 0 && y + down < shape.Height && x + right >= 0 && x + right < shape.Width)
                        result[c * shape.PlaneSize + y * shape.Width + x] = sample[c * shape.PlaneSize + (y + down) * shape.Width + x
                            + right];
        return result;
    }
}
