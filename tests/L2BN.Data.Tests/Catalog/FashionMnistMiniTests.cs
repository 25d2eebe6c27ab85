using System.Security.Cryptography;
using L2BN.Data.Catalog;
using L2BN.Data.Splits;

namespace L2BN.Data.Tests.Catalog;

public class FashionMnistMiniTests
{
    private static readonly DataSplits s_splits = DatasetCatalog.Open("fashion-mnist-mini", new DataOptions());

    [Fact]
    public void Has_6000_and_2000_images_of_28_pixels()
    {
        Assert.Equal((6000, 2000), (s_splits.Train.Count, s_splits.Test.Count));
        Assert.Equal(new SampleShape(1, 28, 28), s_splits.Train.Shape);
        Assert.Null(s_splits.Validation);
    }

    [Fact]
    public void Classes_are_balanced_and_named()
    {
        Assert.All(Histogram(s_splits.Train), count => Assert.Equal(600, count));
        Assert.All(Histogram(s_splits.Test), count => Assert.Equal(200, count));
        Assert.Equal(["T-shirt/top", "Ankle boot"], [s_splits.Train.Classes[0], s_splits.Train.Classes[9]]);
    }

    /// <summary>The whole training set of Fashion-MNIST has mean 0.2860 and standard deviation 0.3530.</summary>
    [Fact]
    public void Statistics_are_those_of_the_whole_set()
    {
        Assert.Equal(0.2860f, s_splits.Normalization.Mean[0], 0.005f);
        Assert.Equal(0.3530f, s_splits.Normalization.Std[0], 0.005f);
    }

    [Fact]
    public void Fingerprint_is_frozen_and_follows_the_choice_of_samples()
    {
        string Of(DataOptions options) => DatasetCatalog.Open("fashion-mnist-mini", options).Fingerprint;
        Assert.Equal("58abb60c54740a9ce58f2f2f74599398c81bc8a1189fdb4c3b2bfcd824d3bbbd", s_splits.Fingerprint);
        Assert.Equal(Of(new() { TrainSize = 100 }), Of(new() { TrainSize = 100 }));
        Assert.Equal(4, new HashSet<string>([s_splits.Fingerprint, Of(new() { TrainSize = 100 }), Of(new() { TrainSize = 100, Seed = 1 }),
            Of(new() { ValidationSize = 100 })]).Count);
    }

    [Fact]
    public void Train_and_test_share_no_image()
    {
        var train = Enumerable.Range(0, s_splits.Train.Count).Select(i => Hash(s_splits.Train, i)).ToHashSet();
        Assert.DoesNotContain(Enumerable.Range(0, s_splits.Test.Count), i => train.Contains(Hash(s_splits.Test, i)));
    }

    private static string Hash(IDataset data, int index)
    {
        float[] sample = new float[data.Shape.Size];
        data.Read(index, sample);
        return Convert.ToHexString(SHA256.HashData([.. sample.SelectMany(BitConverter.GetBytes)]));
    }

    private static int[] Histogram(IDataset data)
    {
        int[] counts = new int[data.Classes.Count];
        for (int i = 0; i < data.Count; i++)
            counts[data.Label(i)]++;
        return counts;
    }
}
