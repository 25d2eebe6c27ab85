using L2BN.Data.Splits;

namespace L2BN.Data.Tests.Splits;

public class ClassOrderTests
{
    [Fact]
    public void Labels_follow_the_names()
    {
        DataSplits ordered = ClassOrder.Apply(Splits("a", "b", "c"), ["c", "a", "b"]);
        Assert.Equal(["c", "a", "b"], ordered.Test.Classes);
        Assert.Equal([1, 2, 0, 1], Enumerable.Range(0, 4).Select(ordered.Test.Label));
        Assert.Equal([1, 2, 0, 1], Enumerable.Range(0, 4).Select(ordered.Train.Label));
        float[] before = new float[1], after = new float[1];
        Splits("a", "b", "c").Test.Read(2, before);
        ordered.Test.Read(2, after);
        Assert.Equal(before, after);
    }

    [Fact]
    public void The_same_order_is_left_alone()
    {
        DataSplits data = Splits("a", "b");
        Assert.Same(data, ClassOrder.Apply(data, ["a", "b"]));
    }

    [Theory]
    [InlineData("a,x", "'x'")]
    [InlineData("a,b,c", "3 classes")]
    [InlineData("a", "1 classes")]
    [InlineData("a,a", "'a', 'a'")]
    public void Other_classes_are_refused(string names, string named)
    {
        DataException refused = Assert.Throws<DataException>(() => ClassOrder.Apply(Splits(names.Split(',')), ["a", "b"]));
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    private static DataSplits Splits(params string[] classes) =>
        new(new Named(classes), new Named(classes), null, new Normalization([0], [1]), "f");

    private sealed class Named(string[] classes) : IDataset
    {
        public string Name => "named";

        public IReadOnlyList<string> Classes => classes;

        public SampleShape Shape => new(1, 1, 1);

        public int Count => 4;

        public int Label(int index) => index % classes.Length;

        public void Read(int index, Span<float> destination) => destination[0] = index;
    }
}
