namespace L2BN.Experiments.Tests;

public class ArmTests
{
    [Fact]
    public void A_repeated_norm_is_numbered_and_draws_its_own_seeds()
    {
        IReadOnlyList<Arm> arms = Arm.FromNorms(["bn", "l2bn", "bn", "bn"]);
        Assert.Equal(["bn", "l2bn", "bn#2", "bn#3"], arms.Select(arm => arm.Name));
        Assert.Equal(["bn", "l2bn", "bn", "bn"], arms.Select(arm => arm.Norm));
        IEnumerable<int> seeds =
            arms.Where(arm => arm.Norm == "bn").SelectMany(arm => Enumerable.Range(0, 100).Select(pair => arm.Seed(0, pair)));
        Assert.Equal(300, seeds.Distinct().Count());
    }

    [Fact]
    public void Different_norms_share_their_seeds()
    {
        IReadOnlyList<Arm> arms = Arm.FromNorms(["bn", "l2bn"]);
        Assert.Equal(arms[0].Seed(5, 3), arms[1].Seed(5, 3));
    }
}
