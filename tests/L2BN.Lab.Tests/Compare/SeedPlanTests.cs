using L2BN.Lab.Compare;
using L2BN.Lab.Shared;

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

    [Theory]
    [InlineData("0")]
    [InlineData("1,000")]
    [InlineData("7..")]
    [InlineData("40..7")]
    [InlineData("7..7")]
    [InlineData("1..2..3")]
    [InlineData("100001")]
    [InlineData("automatic")]
    public void What_is_no_plan_is_refused(string text)
    {
        string message = Assert.Throws<UsageException>(() => SeedPlan.Parse(text)).Message;
        Assert.StartsWith("--seeds: expected a number from 1 to 100000", message, StringComparison.Ordinal);
        Assert.EndsWith($"got '{text}'.", message, StringComparison.Ordinal);
    }
}
