using CsCheck;
using L2BN.Data.Splits;

namespace L2BN.Data.Tests.Splits;

public class StratifiedSamplingTests
{
    private static readonly Gen<(int[] Labels, int Size, int Seed)> s_draws =
        from labels in Gen.Int[0, 4].Array[1, 80]
        from size in Gen.Int[labels.Distinct().Count(), labels.Length]
        from seed in Gen.Int
        select (labels, size, seed);

    [Fact]
    public void Drawn_and_others_are_a_partition_in_order() => s_draws.Sample(draw =>
    {
        (int[] drawn, int[] left) = Draw(draw);
        Assert.Equal(draw.Size, drawn.Length);
        Assert.Equal(drawn.Order(), drawn);
        Assert.Equal(left.Order(), left);
        Assert.Equal(Enumerable.Range(0, draw.Labels.Length), drawn.Concat(left).Order());
    });

    [Fact]
    public void Every_class_has_its_share_to_within_the_guaranteed_one() => s_draws.Sample(draw =>
    {
        (int[] drawn, int[] _) = Draw(draw);
        foreach (KeyValuePair<int, int> members in draw.Labels.CountBy(label => label))
        {
            double share = (double)members.Value * draw.Size / draw.Labels.Length;
            int got = drawn.Count(i => draw.Labels[i] == members.Key);
            Assert.InRange(got, 1, members.Value);
            Assert.InRange(got, Math.Floor(share) - 5, Math.Max(1, Math.Ceiling(share)));
        }
    });

    [Fact]
    public void The_same_seed_draws_the_same_and_another_seed_another()
    {
        int[] labels = [.. Enumerable.Range(0, 200).Select(i => i % 4)];
        Assert.Equal(Draw((labels, 40, 1)).Drawn, Draw((labels, 40, 1)).Drawn);
        Assert.NotEqual(Draw((labels, 40, 1)).Drawn, Draw((labels, 40, 2)).Drawn);
    }

    private static (int[] Drawn, int[] Left) Draw((int[] Labels, int Size, int Seed) draw) =>
        StratifiedSampling.Draw(draw.Labels, classes: 5, draw.Size, draw.Seed);
}
