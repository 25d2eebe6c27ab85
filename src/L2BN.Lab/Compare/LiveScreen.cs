using System.Diagnostics;
using L2BN.Experiments;
using L2BN.Results;
using Spectre.Console;

namespace L2BN.Lab.Compare;

/// <summary>Progress on a terminal: the table of all runs, drawn anew a few times a second.</summary>
internal sealed class LiveScreen(IAnsiConsole console, LiveDisplayContext display, int epochs) : IComparisonObserver
{
    // Training has the same thread: a frame costs about a millisecond.
    private static readonly TimeSpan s_frame = TimeSpan.FromMilliseconds(250);
    private readonly ComparisonProgress _progress = new(epochs);
    private readonly Stopwatch _sinceFrame = Stopwatch.StartNew();
    private ComparisonBoard? _board;

    public void OnPlan(IReadOnlyList<PlannedRun> plan) => _board = new ComparisonBoard(plan, epochs);

    public void OnRunStarted(Arm arm, int seed, int index, int count)
    {
        _progress.Start(arm, seed, index, count);
        _board!.Start(arm.Name, seed);
        Draw();
    }

    public void OnRunResumed(IReadOnlyList<EpochRecord> epochs)
    {
        _progress.Continue(epochs.Count);
        _board!.Continue(epochs);
        Draw();
    }

    public void OnStep(long step, long steps)
    {
        _progress.Step(step, steps);
        if (_sinceFrame.Elapsed > s_frame) Draw();
    }

    public void OnEpoch(EpochRecord epoch)
    {
        _board!.Epoch(epoch);
        Draw();
    }

    public void OnAnalysis()
    {
        _board!.Analyse();
        Draw();
    }

    public void OnRunFinished(RunRecord run)
    {
        _board!.Finish(run, RunState.Finished);
        Draw();
    }

    public void OnRunReused(RunRecord run, int index, int count)
    {
        _progress.Keep(index, count);
        _board!.Finish(run, RunState.Kept);
        Draw();
    }

    private void Draw()
    {
        display.UpdateTarget(BoardTable.Draw(_board!, _progress, console));
        _sinceFrame.Restart();
    }
}
