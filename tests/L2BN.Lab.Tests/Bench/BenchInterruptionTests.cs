using System.Diagnostics;
using L2BN.Lab.Bench;
using L2BN.Lab.Shared;

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
    public async Task What_was_measured_before_it_was_stopped_is_printed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no POSIX signals.");
        using var process = LabProcess.Start("bench", "--quick", "--threads", "1", "--json");
        await process.SaysAsync("measuring layer 128×32×16×16");
        using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        LabResult result = process.Finish();
        Assert.Equal(ExitCode.Interrupted, result.Code);
        Assert.Empty(result.Output);
        Assert.Contains("128×16×32×32  fwd", result.Errors, StringComparison.Ordinal);
        Assert.Equal("l2bn: Stopped.", result.Errors.TrimEnd().Split('\n')[^1]);
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
