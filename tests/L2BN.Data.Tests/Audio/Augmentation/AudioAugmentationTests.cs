using CsCheck;
using L2BN.Data.Audio.Augmentation;
using L2BN.Data.Augmentation;
using L2BN.Data.Batches;
using L2BN.Data.Catalog;
using L2BN.Data.Tests.Audio.Support;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.Audio.Augmentation;

public class AudioAugmentationTests
{
    private static readonly SampleShape s_shape = new(3, 5, 40);

    [Fact]
    public void A_crop_is_consecutive_columns_the_same_in_every_row() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[0, 1000]).Sample((frames, seed) =>
    {
        var crop = new TimeCrop(frames);
        float[] sample = Numbered(s_shape);
        Apply(crop, sample, s_shape, seed);
        SampleShape shape = crop.OutputShape(s_shape);
        Assert.Equal(s_shape with { Width = frames }, shape);
        int start = (int)sample[0];
        Assert.InRange(start, 0, Math.Max(0, 40 - frames - 1));
        for (int row = 0; row < 15; row++)
            for (int t = 0; t < frames; t++)
                Assert.Equal(row * 40 + start + t, sample[row * frames + t]);
    }, iter: 300);

    [Fact]
    public void Standard_for_sound_masks_and_crops()
    {
        DatasetEntry esc10 = DatasetCatalog.Find("esc10");
        var shape = new SampleShape(3, 128, 208);
        Assert.Equal("freq-mask(12), time-mask(20), time-crop(196)", Augmentations.Standard(esc10, shape).ToString());
        Assert.Equal("freq-mask(12), time-mask(20)", Augmentations.Parse("standard", shape, esc10, anyWidth: false)!.ToString());
        Assert.Equal("time-crop(100)", Augmentations.Parse("time-crop(100)", shape, esc10, anyWidth: false)!.ToString());
    }

    /// <summary>The recipe draws the start of 400 frames out of 423 from 0 … 22.</summary>
    [Fact]
    public void Every_start_but_the_last_is_drawn()
    {
        var starts = new HashSet<int>();
        var shape = new SampleShape(1, 1, 423);
        for (int seed = 0; seed < 2000; seed++)
        {
            float[] sample = Numbered(shape);
            Apply(new TimeCrop(400), sample, shape, seed);
            starts.Add((int)sample[0]);
        }
        Assert.Equal(Enumerable.Range(0, 23), starts.Order());
    }

    [Fact]
    public void Masks_are_consecutive_rows_and_columns_in_each_channel() =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 39], Gen.Int[0, 1000]).Sample((rows, frames, seed) =>
    {
        float[] sample = [.. Enumerable.Repeat(1f, s_shape.Size)];
        Apply(new AugmentationChain(new FrequencyMask(rows), new TimeMask(frames)), sample, s_shape, seed);
        for (int channel = 0; channel < 3; channel++)
        {
            float[] plane = sample[(channel * 200)..((channel + 1) * 200)];
            bool[] darkRows = [.. Enumerable.Range(0, 5).Select(row => plane.Skip(row * 40).Take(40).All(value => value == 0))];
            bool[] darkFrames = [.. Enumerable.Range(0, 40).Select(t => Enumerable.Range(0, 5).All(row => plane[row * 40 + t] == 0))];
            Assert.True(IsOneRun(darkRows) && IsOneRun(darkFrames));
            Assert.InRange(darkRows.Count(dark => dark), 0, rows);
            Assert.InRange(darkFrames.Count(dark => dark), 0, frames);
            for (int i = 0; i < plane.Length; i++)
                Assert.Equal(darkRows[i / 40] || darkFrames[i % 40] ? 0 : 1, plane[i]);
        }
    }, iter: 300);

    [Fact]
    public void Channels_have_masks_of_their_own_and_all_widths_occur()
    {
        var shape = new SampleShape(2, 128, 423);
        HashSet<int> widths = [];
        int different = 0;
        for (int seed = 0; seed < 300; seed++)
        {
            float[] sample = [.. Enumerable.Repeat(1f, shape.Size)];
            Apply(new FrequencyMask(), sample, shape, seed);
            bool IsDark(int row) => sample.AsSpan(row * 423, 423).IndexOfAnyExcept(0f) < 0;
            int[] dark = [Enumerable.Range(0, 128).Count(IsDark), Enumerable.Range(128, 128).Count(IsDark)];
            widths.UnionWith(dark);
            if (dark[0] != dark[1])
                different++;
        }
        Assert.Equal(Enumerable.Range(0, 13), widths.Order());
        Assert.InRange(different, 200, 300);
    }

    /// <summary>A change here changes every published number.</summary>
    [Fact]
    public void Results_are_a_function_of_seed_epoch_and_index()
    {
        float[] one = Numbered(s_shape), same = Numbered(s_shape), other = Numbered(s_shape);
        var chain = new AugmentationChain(new FrequencyMask(2), new TimeMask(10), new TimeCrop(20));
        ApplyAt(chain, one, 1, 2, 3);
        ApplyAt(chain, same, 1, 2, 3);
        ApplyAt(chain, other, 1, 3, 3);
        Assert.Equal(one, same);
        Assert.NotEqual(one, other);
        Assert.Equal("freq-mask(2), time-mask(10), time-crop(20)", chain.ToString());
        Assert.Equal(s_shape with { Width = 20 }, chain.OutputShape(s_shape));
    }

    [Fact]
    public void Impossible_choices_are_refused()
    {
        Assert.Contains("Expected samples of at least 41 frames, the length of the crop, got 40",
            Assert.Throws<ArgumentException>(() => new TimeCrop(41).OutputShape(s_shape)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() =>
            new BatchStream(new ToyDataset(3, s_shape), new BatchOptions { Augmentation = new TimeCrop(41) }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TimeCrop(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FrequencyMask(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TimeMask(-1));
        Assert.Throws<ArgumentException>(() => Apply(new FrequencyMask(5), Numbered(s_shape), s_shape, 0));
        Assert.Throws<ArgumentException>(() => Apply(new TimeMask(40), Numbered(s_shape), s_shape, 0));
    }

    [Theory]
    [InlineData("freq-mask,time-mask,time-crop(100)", "freq-mask(12), time-mask(39), time-crop(100)")]
    [InlineData("time-mask(5)", "time-mask(5)")]
    [InlineData("time-crop", "time-crop(400)")]
    [InlineData("standard", "freq-mask(12), time-mask(42), time-crop(400)")]
    public void Names_are_read(string text, string names) =>
        Assert.Equal(names, Augmentations.Parse(text, new SampleShape(3, 128, 423), DatasetCatalog.Find("tau2020"))!.ToString());

    [Fact]
    public void Standard_for_images_is_another_one() =>
        Assert.Equal("pad-crop(4), flip",
            Augmentations.Parse("standard", new SampleShape(3, 32, 32), DatasetCatalog.Find("cifar10"))!.ToString());

    [Fact]
    public void Mixing_goes_with_cropping()
    {
        var data = new ToyDataset(10, s_shape);
        using Batch batch = new BatchStream(data,
            new BatchOptions { BatchSize = 10, Augmentation = new TimeCrop(7), MixupAlpha = 0.4 }).Epoch(0).First();
        Assert.Equal((s_shape with { Width = 7 }, 10 * 3 * 5 * 7), (batch.Shape, batch.Inputs.Length));
        Assert.Equal(100, batch.Targets!.Length);
        for (int i = 0; i < 10; i++)
        {
            // Toy samples are index + position / 1000, so the mixture's index is the mixture of labels.
            double mixed = Enumerable.Range(0, 10).Sum(label => label * (double)batch.Targets[10 * i + label]);
            Assert.Equal(mixed, batch.Inputs[105 * i], 0.05);
        }
    }

    private static float[] Numbered(SampleShape shape) => [.. Enumerable.Range(0, shape.Size).Select(i => (float)i)];

    private static void Apply(IAugmentation augmentation, float[] sample, SampleShape shape, int seed)
    {
        var random = new SampleRandom(seed, 0, 0);
        augmentation.Apply(sample, shape, ref random);
    }

    private static void ApplyAt(AugmentationChain augmentation, float[] sample, int seed, int epoch, int index)
    {
        var random = new SampleRandom(seed, epoch, index);
        augmentation.Apply(sample, s_shape, ref random);
    }

    private static bool IsOneRun(bool[] marks) =>
        marks.Zip(marks.Skip(1)).Count(pair => pair.First != pair.Second) <= 2 && !(marks[0] && marks[^1] && !marks.All(mark => mark));
}
