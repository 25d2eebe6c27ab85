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

    public void OnPlan(IReadOnlyList<PlannedRun> plan)
    {
        _board = new ComparisonBoard(plan, epochs);
        _progress.Plan(plan);
    }

    public void OnRunStarted(PlannedRun run)
    {
        _progress.Start(run);
        _board!.Start(run);
        Draw();
    }

    public void OnRunResumed(PlannedRun run, IReadOnlyList<EpochRecord> epochs)
    {
        _progress.Resume(epochs.Count);
        _board!.Resume(run, epochs);
        Draw();
    }

    public void OnStep(PlannedRun run, long step, long steps)
    {
        _progress.Step(step, steps);
        if (_sinceFrame.Elapsed > s_frame) Draw();
    }

    public void OnEpoch(PlannedRun run, EpochRecord epoch)
    {
        _board!.Epoch(run, epoch);
        Draw();
    }

    public void OnAnalysis(PlannedRun run)
    {
        _board!.Analyze(run);
        Draw();
    }

    public void OnRunFinished(PlannedRun run, RunRecord record)
    {
        _board!.Finish(run, record, RunState.Finished);
        Draw();
    }

    public void OnRunReused(PlannedRun run, RunRecord record)
    {
        _progress.Reuse(run);
        _board!.Finish(run, record, RunState.Reused);
        Draw();
    }

    private void Draw()
    {
        display.UpdateTarget(BoardTable.Draw(_board!, _progress, console));
        _sinceFrame.Restart();
    }
}
