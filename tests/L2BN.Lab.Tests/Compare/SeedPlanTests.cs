using L2BN.Lab.Compare;

namespace L2BN.Lab.Tests.Compare;

public class SeedPlanTests
{
    [Theory]
    [InlineData("6", 6, "")]
    [InlineData("7..40", 40, "7 10 15 25 40")]
    [InlineData("auto", 40, "7 10 15 25 40")]
    [InlineData("6..20", 20, "6 10 15 20")]
    [InlineData("10..11", 11, "10 11")]
    [InlineData("12..300", 300, "12 15 25 40 60 100 150 250 300")]
    public void A_range_has_looks(string text, int seeds, string looks)
    {
        var plan = SeedPlan.Parse(text);
        Assert.Equal((seeds, looks), (plan.Seeds, string.Join(' ', plan.Looks)));
    }
}
