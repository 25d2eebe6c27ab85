namespace L2BN.Results.Tests;

public class SpreadTests
{
    [Fact]
    public void No_value_has_neither_mean_nor_spread() =>
        Assert.Equal((null, null), (Spread.FromValues([]).Mean, Spread.FromValues([]).Std));

    [Fact]
    public void One_value_has_no_spread() => Assert.Equal((3.0, null), (Spread.FromValues([3]).Mean, Spread.FromValues([3]).Std));

    [Fact]
    public void Spread_divides_by_one_less_than_the_count() => Assert.Equal(1.0, Spread.FromValues([1, 2, 3]).Std);
}
