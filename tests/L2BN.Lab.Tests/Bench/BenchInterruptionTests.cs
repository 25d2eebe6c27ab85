using L2BN.Lab.Bench;

namespace L2BN.Lab.Tests.Bench;

/// <summary>A benchmark of minutes stops at the next turn, not at the next table.</summary>
public sealed class BenchInterruptionTests
{
    private const int Rounds = 1000;

    [Fact]
    public void Paired_rounds_stop_at_the_next_turn() => StopsAtOnce((ct, arm) => PairedTiming.Run(Rounds, ct, arm, arm));

    [Fact]
    public void Turns_of_several_calls_stop_at_the_next_turn() => StopsAtOnce((ct, arm) => PairedTiming.RunTurns(Rounds, 2, ct, arm, arm));

    [Fact]
    public void The_loop_stops_at_the_next_step() =>
        Assert.ThrowsAny<OperationCanceledException>(() =>
            new LoopBench("resnet8", 64, Rounds).Measure(new CancellationToken(canceled: true)));

    private static void StopsAtOnce(Action<CancellationToken, Action> run)
    {
        using var source = new CancellationTokenSource();
        int calls = 0;
        Assert.Throws<OperationCanceledException>(() => run(source.Token, Arm));
        Assert.InRange(calls, 1, 10);

        void Arm()
        {
            calls++;
            Thread.Sleep(15); // long enough for one call to be a turn
            source.Cancel();
        }
    }
}
