using CsCheck;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests;

public class NormalizationTests
{
    [Fact]
    public void Equals_the_textbook_over_all_pixels()
    {
        var data = new ToyDataset(700, new SampleShape(2, 3, 4));
        var measured = Normalization.Compute(data);
        for (int channel = 0; channel < 2; channel++)
        {
            int first = 12 * channel;
            double[] values = [.. from i in Enumerable.Range(0, 700) from p in Enumerable.Range(first, 12) select (double)(i + p / 1000f)];
            double mean = values.Average(), std = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
            Assert.Equal(mean, measured.Mean[channel], 1e-6 * mean);
            Assert.Equal(std, measured.Std[channel], 1e-6 * std);
        }
    }

    [Fact]
    public void A_constant_channel_has_deviation_one()
    {
        var constant = new ToyDataset(1, new SampleShape(1, 1, 1));
        Assert.Equal(new Normalization([0], [1]), Normalization.Compute(constant));
    }

    [Fact]
    public void Normalizes_each_channel() =>
        Gen.Select(Gen.Float[-2, 2], Gen.Float[0.1f, 3], Gen.Float[-5, 5]).Sample((mean, std, value) =>
        {
            float[] sample = [value, value, value, value];
            new Normalization([0, mean], [1, std]).Apply(sample, new SampleShape(2, 1, 2));
            Assert.Equal([value, value, (value - mean) / std, (value - mean) / std], sample);
        });

    [Fact]
    public void Refuses_invalid_statistics()
    {
        Assert.Throws<ArgumentException>(() => new Normalization([], []));
        Assert.Throws<ArgumentException>(() => new Normalization([0], [1, 1]));
        Assert.Throws<ArgumentException>(() => new Normalization([0], [0]));
        Assert.Throws<ArgumentException>(() => new Normalization([float.NaN], [1]));
        Assert.Throws<ArgumentException>(() => new Normalization([0], [1]).Apply(new float[2], new SampleShape(2, 1, 1)));
        Assert.Throws<ArgumentException>(() => Normalization.Compute(new ToyDataset(0, new SampleShape(1, 1, 1))));
    }

    [Fact]
    public void A_sample_that_cannot_be_read_gives_the_readers_own_exception()
    {
        var broken = new ToyDataset(1000, new SampleShape(1, 1, 1)) { Broken = (700, new DataException("a.png", "is broken", null)) };
        Assert.Equal("a.png", Assert.Throws<DataException>(() => Normalization.Compute(broken)).File);
    }
}
