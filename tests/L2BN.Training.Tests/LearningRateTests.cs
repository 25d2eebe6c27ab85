using L2BN.Training.Schedules;

namespace L2BN.Training.Tests;

public class LearningRateTests
{
    [Theory]
    [InlineData(ScheduleKind.Constant, 999, 0.1)]
    [InlineData(ScheduleKind.Cosine, 0, 0.1)]
    [InlineData(ScheduleKind.Cosine, 500, 0.05)]
    [InlineData(ScheduleKind.Step, 299, 0.1)]
    [InlineData(ScheduleKind.Step, 300, 0.01)]
    [InlineData(ScheduleKind.Step, 600, 0.001)]
    [InlineData(ScheduleKind.Exponential, 99, 0.1)]
    [InlineData(ScheduleKind.Exponential, 250, 0.001)]
    public void Falls_as_its_name_says(ScheduleKind kind, long step, double expected) =>
        Assert.Equal(expected, LearningRate.At(new ScheduleOptions { Kind = kind, Milestones = [3, 6] }, 0.1, step, 100, 10), 12);

    /// <summary>Cycles of 2, 4, 8, … epochs: restarts at epochs 2, 6, 14, 30, 62 and a minimum at the end of 126
    /// (MihawkHu/DCASE2020_task1).</summary>
    [Fact]
    public void Warm_restarts_follow_the_published_trace()
    {
        const int PerEpoch = 437;
        var schedule = new ScheduleOptions { Kind = ScheduleKind.WarmRestarts, MinimumRate = 1e-5 };
        double At(long step) => LearningRate.At(schedule, 0.1, step, PerEpoch, 126);
        int[] restarts = [.. Enumerable.Range(1, 125).Where(epoch => At(epoch * PerEpoch) > At((epoch * PerEpoch) - 1) + 0.05)];
        Assert.Equal([2, 6, 14, 30, 62], restarts);
        Assert.All(restarts, epoch => Assert.Equal(0.1, At(epoch * PerEpoch), 12));
        Assert.Equal(1e-5 + (0.5 * (0.1 - 1e-5)), At(4 * PerEpoch), 12);
        Assert.Equal(1e-5, At((126 * PerEpoch) - 1), 1e-7);
    }

    [Fact]
    public void Warm_up_rises_evenly_to_the_peak()
    {
        var schedule = new ScheduleOptions { WarmupEpochs = 2 };
        double[] rates = [.. Enumerable.Range(0, 5).Select(step => LearningRate.At(schedule, 0.5, step, 2, 4))];
        Assert.Equal([0.1, 0.2, 0.3, 0.4, 0.5], rates.Select(rate => Math.Round(rate, 12)));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1000)]
    public void Refuses_a_step_outside_the_run(long step) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => LearningRate.At(new ScheduleOptions(), 0.1, step, 100, 10));

    [Fact]
    public void Options_outside_their_range_are_refused()
    {
        ScheduleOptions[] bad =
        [
            new() { MinimumRate = -1 },
            new() { Gamma = 0 },
            new() { Gamma = 1.1 },
            new() { WarmupEpochs = -1 },
            new() { FirstCycle = 0 },
            new() { CycleFactor = 0 },
            new() { Milestones = [3, 3] },
            new() { Milestones = [0] },
            new() { Kind = ScheduleKind.Step },
        ];
        Assert.All(bad, options => Assert.ThrowsAny<ArgumentException>(options.Validate));
    }
}
