using L2BN.Lab.Shared;

namespace L2BN.Lab.Tests.Shared;

public class StepTimeTests
{
    [Theory]
    [InlineData(12.34, "12.3 ms/step")]
    [InlineData(double.NaN, "no step timed")]
    public void A_time_that_is_not_known_is_not_printed_as_a_number(double milliseconds, string text) =>
        Assert.Equal(text, StepTime.Text(milliseconds));
}
