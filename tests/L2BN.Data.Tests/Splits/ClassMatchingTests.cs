namespace L2BN.Data.Tests;

public class ClassMatchingTests
{
    [Fact]
    public void The_same_classes_leave_the_data_as_they_are()
    {
        DataSplits data = Splits("a", "b", "c");
        Assert.Same(data, ClassMatching.Match(data, ["a", "b", "c"]));
    }

    [Fact]
    public void Another_order_changes_the_labels_of_every_split()
    {
        DataSplits data = Splits("c", "a", "b"), matched = ClassMatching.Match(data, ["a", "b", "c"]);
        foreach (var (before, after) in new[] { (data.Train, matched.Train), (data.Test, matched.Test), (data.Validation!, matched.Validation!) })
        {
            Assert.Equal(["a", "b", "c"], after.Classes);
            Assert.Equal(Enumerable.Range(0, before.Count).Select(i => before.Classes[before.Label(i)]),
                Enumerable.Range(0, after.Count).Select(i => after.Classes[after.Label(i)]));
        }
        Assert.Equal(data.Fingerprint, matched.Fingerprint);
    }

    [Theory]
    [InlineData("a,b,d", "got 3, without 'c', with 'd'")]
    [InlineData("a,b", "got 2, without 'c'")]
    [InlineData("a,b,c,d", "got 4, with 'd'")]
    [InlineData("a,b,C", "without 'c', with 'C'")]
    [InlineData("a,b,c\u0301", "without 'c', with 'c\u0301' (c U+0301)")]
    public void Other_classes_are_refused_by_name(string names, string because) =>
        Assert.Contains(because, Hostile.Refused(() => ClassMatching.Match(Splits(names.Split(',')), ["a", "b", "c"])), StringComparison.Ordinal);

    private static DataSplits Splits(params string[] classes)
    {
        IDataset Data(int count) => new RelabelledDataset(new ToyDataset(count, new SampleShape(1, 1, 1), classes.Length),
            [.. Enumerable.Range(0, count).Select(i => i % classes.Length)], classes);
        return new DataSplits(Data(7), Data(5), Data(3), new Normalization([0], [1]), "fingerprint");
    }
}
