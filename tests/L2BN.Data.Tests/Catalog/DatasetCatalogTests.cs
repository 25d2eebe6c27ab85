using L2BN.Data.Catalog;

namespace L2BN.Data.Tests.Catalog;

public class DatasetCatalogTests
{
    [Fact]
    public void Entries_have_distinct_names_and_a_citation()
    {
        Assert.Equal("fashion-mnist-mini", DatasetCatalog.Entries[0].Name);
        Assert.Equal(DatasetCatalog.Entries.Count, DatasetCatalog.Entries.Select(entry => entry.Name).Distinct().Count());
        Assert.All(DatasetCatalog.Entries, entry => Assert.True(entry.Description.Length > 10 && entry.License.Length > 10));
        Assert.All(DatasetCatalog.Entries, entry => Assert.True(entry.ImageSize is null or > 0));
    }

    [Theory]
    [InlineData("fashion-mnist-mimi", "Did you mean 'fashion-mnist-mini'?")]
    [InlineData("MNIST", "Did you mean 'mnist'?")]
    [InlineData("imagenet21k", "Expected a data set of fashion-mnist-mini, ")]
    public void An_unknown_name_lists_the_names(string name, string text)
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => DatasetCatalog.Open(name, new DataOptions()));
        Assert.Contains(text, e.Message, StringComparison.Ordinal);
        Assert.Equal(text.StartsWith("Did", StringComparison.Ordinal), e.Message.Contains("Did you mean", StringComparison.Ordinal));
    }

    [Fact]
    public void Options_that_do_not_apply_are_refused()
    {
        Refused<ArgumentException>("Expected no folder", new DataOptions { Directory = "/" });
        Refused<ArgumentException>("image size", new DataOptions { ImageSize = 32 });
        Refused<ArgumentException>("Expected no fold", new DataOptions { Fold = 1 });
        Refused<ArgumentException>("from 10 (one sample per class) to 6000, got 6001", new DataOptions { TrainSize = 6001 });
        Refused<ArgumentException>("from 10 (one sample per class) to 6000, got 9", new DataOptions { TrainSize = 9 });
        Refused<ArgumentException>("from 10 (one sample per class) to 5990, got 5991", new DataOptions { ValidationSize = 5991 });
        Refused<DataException>("--data-dir", new DataOptions(), "mnist");
        Refused<DataException>("no such folder", new DataOptions { Directory = "/no/such/folder" }, "mnist");
    }

    [Fact]
    public void Validation_samples_are_drawn_from_training_and_both_are_balanced()
    {
        DataSplits splits = DatasetCatalog.Open("fashion-mnist-mini", new DataOptions { TrainSize = 500, ValidationSize = 300, Seed = 3 });
        Assert.Equal((500, 300, 2000), (splits.Train.Count, splits.Validation!.Count, splits.Test.Count));
        Assert.All(Enumerable.Range(0, 500).GroupBy(splits.Train.Label), group => Assert.Equal(50, group.Count()));
        Assert.All(Enumerable.Range(0, 300).GroupBy(splits.Validation.Label), group => Assert.Equal(30, group.Count()));
        Assert.Equal("fashion-mnist-mini/validation", splits.Validation.Name);
        Assert.Equal(Normalization.Compute(splits.Train), splits.Normalization);
    }

    private static void Refused<T>(string because, DataOptions options, string name = "fashion-mnist-mini") where T : Exception =>
        Assert.Contains(because, Assert.Throws<T>(() => DatasetCatalog.Open(name, options)).Message, StringComparison.Ordinal);
}
