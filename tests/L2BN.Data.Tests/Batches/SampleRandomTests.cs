using CsCheck;
using L2BN.Data.Batches;

namespace L2BN.Data.Tests.Batches;

public class SampleRandomTests
{
    [Fact]
    public void Is_a_pure_function_of_its_four_arguments() =>
        Gen.Select(Gen.Int, Gen.Int, Gen.Int).Sample((seed, epoch, index) =>
            Assert.Equal(new SampleRandom(seed, epoch, index).NextBits(), new SampleRandom(seed, epoch, index).NextBits()));

    [Fact]
    public void Neighbors_share_nothing()
    {
        IEnumerable<ulong> keys = from seed in Enumerable.Range(-5, 11)
                                  from epoch in Enumerable.Range(0, 11)
                                  from index in Enumerable.Range(0, 100)
                                  from purpose in Enum.GetValues<RandomPurpose>()
                                  select new SampleRandom(seed, epoch, index, purpose).NextBits();
        Assert.Equal(11 * 11 * 100 * Enum.GetValues<RandomPurpose>().Length, keys.Distinct().Count());
    }

    [Fact]
    public void Integers_are_uniform_below_their_bound()
    {
        int[] counts = new int[7];
        var random = new SampleRandom(1, 2, 3);
        for (int i = 0; i < 70_000; i++)
            counts[random.NextInt(7)]++;
        Assert.All(counts, count => Assert.InRange(count, 9_500, 10_500));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInt(0));
    }

    [Fact]
    public void Doubles_lie_in_their_interval_around_its_middle()
    {
        var random = new SampleRandom(1, 2, 3);
        double[] values = [.. Enumerable.Range(0, 100_000).Select(_ => random.NextDouble(2, 4))];
        Assert.All(values, value => Assert.InRange(value, 2, 4));
        Assert.Equal(3, values.Average(), 0.01);
        Assert.Equal(1.0 / 3, values.Average(v => (v - 3) * (v - 3)), 0.01);
    }
}
