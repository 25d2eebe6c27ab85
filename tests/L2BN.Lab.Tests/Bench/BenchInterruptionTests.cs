using L2BN.Lab.Bench;
using L2BN.Results;
using L2BN.Results.Output;

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
            new LoopBench("resnet8", 64, Rounds, ComputeFormat.Default).Measure(new CancellationToken(canceled: true)));

    [Fact]
    public void What_was_measured_before_it_was_stopped_is_printed()
    {
        CancellationToken ct = TestContext.Current.CancellationToken;
        LayerRow row = new LayerBench(1, ComputeFormat.Default, isFull: false, ct).Measure([2, 4, 8, 8]).First();
        BenchOutput start = new() { Machine = MachineFacts.Read(1), TriadGbS = 1, Layer = [], Network = [], Controls = [] };
        Func<BenchOutput, BenchOutput>[] parts =
        [
            output => output with { Layer = [row] },
            _ => throw new OperationCanceledException(),
        ];
        using StringWriter printed = new();
        Assert.Throws<OperationCanceledException>(() => BenchCommand.Collect(start, parts, output => BenchTables.Print(output, printed)));
        Assert.Contains("2×4×8×8", printed.ToString(), StringComparison.Ordinal);
        Assert.Equal([row], BenchCommand.Collect(start, parts[..1], _ => Assert.Fail("It was not stopped.")).Layer);
    }

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
