using L2BN.Data.Catalog;
using L2BN.Data.Splits;

namespace L2BN.Data.Tests.Splits;

public class LabelNoiseTests
{
    private static readonly DataSplits s_data = DatasetCatalog.Open("fashion-mnist-mini", new DataOptions { TrainSize = 500 });

    [Theory]
    [InlineData(0.1, 50)]
    [InlineData(0.333, 166)]
    [InlineData(1, 500)]
    public void Exactly_the_requested_share_is_wrong(double share, int wrong)
    {
        DataSplits noisy = LabelNoise.Apply(s_data, share, 3);
        Assert.Equal(wrong, Labels(noisy.Train).Zip(Labels(s_data.Train)).Count(pair => pair.First != pair.Second));
        Assert.All(Labels(noisy.Train), label => Assert.InRange(label, 0, 9));
        Assert.Equal(Labels(s_data.Test), Labels(noisy.Test));
    }

    [Fact]
    public void The_seed_alone_decides_and_changes_the_fingerprint()
    {
        Assert.Equal(Labels(LabelNoise.Apply(s_data, 0.2, 1).Train), Labels(LabelNoise.Apply(s_data, 0.2, 1).Train));
        Assert.NotEqual(Labels(LabelNoise.Apply(s_data, 0.2, 1).Train), Labels(LabelNoise.Apply(s_data, 0.2, 2).Train));
        string[] fingerprints = [s_data.Fingerprint, .. new[] { 0.1, 0.2 }.Select(share => LabelNoise.Apply(s_data, share, 1).Fingerprint)];
        Assert.Equal(3, fingerprints.Distinct().Count());
    }

    [Fact]
    public void No_noise_is_the_data_itself() => Assert.Same(s_data, LabelNoise.Apply(s_data, 0, 1));

    [Fact]
    public void Samples_are_not_changed()
    {
        (float[] noisy, float[] clean) = (new float[784], new float[784]);
        LabelNoise.Apply(s_data, 1, 1).Train.Read(7, noisy);
        s_data.Train.Read(7, clean);
        Assert.Equal(clean, noisy);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void A_share_outside_its_range_is_refused(double share) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => LabelNoise.Apply(s_data, share, 0));

    private static int[] Labels(IDataset data) => [.. Enumerable.Range(0, data.Count).Select(data.Label)];
}
