using L2BN.Lab.Compare;

namespace L2BN.Lab.Tests.Compare;

public sealed class JobPlanTests
{
    [Theory]
    [InlineData(null, null, "cpu", 16, 16, 1)]
    [InlineData(null, 4, "cpu", 16, 1, 4)]
    [InlineData(3, null, "cpu", 16, 3, 1)]
    [InlineData(3, 2, "cpu", 16, 3, 2)]
    [InlineData(null, null, "cuda", 16, 1, 16)]
    [InlineData(2, null, "cuda:0", 16, 2, 16)]
    public void What_is_left_open_depends_on_what_is_given(
        int? jobs, int? threads, string device, int cores, int plannedJobs, int plannedThreads) =>
        Assert.Equal(new JobPlan(plannedJobs, plannedThreads), JobPlan.Create(jobs, threads, device, cores));

    [Theory]
    [InlineData(8, null, 1_000L, 8)]
    [InlineData(8, 100_000L, null, 8)]
    [InlineData(8, 100_000L, 1_000L, 8)]
    [InlineData(8, 2_600L, 1_000L, 3)]
    [InlineData(8, 1_000L, 1_000L, 1)]
    [InlineData(8, -5_000L, 1_000L, 1)]
    public void No_more_jobs_than_fit_into_memory(int jobs, long? free, long? peak, int fit) =>
        Assert.Equal(fit, JobPlan.Fit(jobs, free, peak));

    [Fact]
    public void Orders_arrive_until_the_input_ends()
    {
        string[] lines = [WorkerOrders.Train(3), WorkerOrders.SetJobs(2), "what", "run x", WorkerOrders.Train(1)];
        using WorkerOrders orders = new(new StringReader(string.Join('\n', lines)), TestContext.Current.CancellationToken);
        Assert.Equal([3, 1], orders.Runs);
        Assert.True(orders.Token.WaitHandle.WaitOne(TimeSpan.FromSeconds(30)));
        Assert.Equal(2, orders.Jobs);
    }
}
