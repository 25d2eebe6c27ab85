using L2BN.Core;
using L2BN.Data;
using L2BN.Experiments.Probes;

namespace L2BN.Experiments.Tests.Probes;

public class ChosenSamplesTests
{
    [Fact]
    public void Of_many_classes_evenly_spread_ones_are_chosen()
    {
        IDataset chosen = ChosenSamples.OfClasses(new Labels(classes: 1500), 100);
        int[] labels = [.. Enumerable.Range(0, chosen.Count).Select(chosen.Label).Distinct()];
        Assert.Equal(Enumerable.Range(0, 100).Select(i => 15 * i), labels);
        Assert.Equal(300, chosen.Count);
        Assert.Equal(1500, chosen.Classes.Count);
    }

    [Fact]
    public void Few_classes_are_all_chosen()
    {
        Labels all = new(classes: 100);
        Assert.Same(all, ChosenSamples.OfClasses(all, 100));
        Assert.Equal([0, 1, 3], ChosenSamples.Spread(1500, 1000).Take(3));
    }

    // Three samples of every class, in turn.
    private sealed class Labels(int classes) : IDataset
    {
        public string Name => "labels";

        public IReadOnlyList<string> Classes { get; } = [.. Enumerable.Range(0, classes).Select(label => $"{label}")];

        public SampleShape Shape => new(1, 1, 1);

        public int Count => 3 * classes;

        public int Label(int index) => index % classes;

        public void Read(int index, Span<float> destination) => destination.Clear();
    }
}
