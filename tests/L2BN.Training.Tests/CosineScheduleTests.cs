using L2BN.Training.Schedules;

namespace L2BN.Training.Tests;

public class CosineScheduleTests
{
    [Theory]
    [InlineData(0, 0.1)]
    [InlineData(50, 0.05)]
    [InlineData(25, 0.08535533905932738)]
    [InlineData(99, 2.46719817134215e-5)]
    public void Follows_half_a_cosine(long step, double expected) => Assert.Equal(expected, CosineSchedule.At(step, 100, 0.1), 15);

    [Theory]
    [InlineData(-1)]
    [InlineData(100)]
    public void Refuses_a_step_outside_the_run(long step) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CosineSchedule.At(step, 100, 0.1));
}
