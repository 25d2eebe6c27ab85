using System.Diagnostics;
using L2BN.Experiments;
using L2BN.Lab.Shared;
using L2BN.Results;
using Spectre.Console;

namespace L2BN.Lab.Compare;

/// <summary>Shows a comparison while it runs, on standard error: a live table on a terminal, line by line elsewhere.</summary>
internal static class ComparisonScreen
{
    /// <summary>Runs <paramref name="work"/> on the calling thread with the fitting observer.</summary>
    public static T Show<T>(int epochs, Func<IComparisonObserver, T> work)
    {
        if (Terminal.Open() is not { } console)
            return work(new PlainScreen(Console.Error, epochs));
        return console.Live(Text.Empty).Overflow(VerticalOverflow.Crop).Start(display => work(new LiveScreen(console, display, epochs)));
    }
}

/// <summary>Progress where there is no terminal: one line per epoch.</summary>
internal sealed class PlainScreen(TextWriter output, int epochs) : IComparisonObserver
{
    private readonly ComparisonProgress _progress = new(epochs);

    public void OnNote(string note) => output.WriteLine($"Note: {SafeText.Line(note)}");

    public void OnPlan(IReadOnlyList<PlannedRun> plan) => _progress.Plan(plan);

    public void OnRunStarted(PlannedRun run) => _progress.Start(run);

    public void OnRunResumed(PlannedRun run, IReadOnlyList<EpochRecord> epochs)
    {
        _progress.Resume(run, epochs.Count);
        output.WriteLine(
            $"{_progress.Position(run)}  {run.Arm.Name} seed {run.Seed}  {_progress.Epoch(epochs.Count)} was finished "
                + "before, resuming from there");
    }

    public void OnStep(PlannedRun run, long step, long steps) => _progress.Step(run, step, steps);

    public void OnEpoch(PlannedRun run, EpochRecord epoch) => output.WriteLine(
        $"{_progress.Position(run)}  {run.Arm.Name} seed {run.Seed}  {_progress.Epoch(epoch.Epoch)}  "
        + $"loss {epoch.TrainLoss:F3}  test {epoch.TestAccuracy:F2} %  {StepTime.Text(epoch.MsPerStep)}  {_progress.Left}");

    public void OnRunFinished(PlannedRun run, RunRecord record)
    {
        _progress.Finish(run);
        if (record.Failure is { } failure)
            output.WriteLine($"{_progress.Position(run)}  {run.Arm.Name} seed {run.Seed}  failed: {SafeText.Line(failure.Message)}");
    }

    public void OnRunFailed(PlannedRun run, string reason)
    {
        _progress.Fail(run);
        output.WriteLine($"{_progress.Position(run)}  failed: {SafeText.Line(reason)}");
    }

    public void OnRunReused(PlannedRun run, RunRecord record)
    {
        _progress.Reuse(run);
        output.WriteLine(
            $"{_progress.Position(run)}  {record.Arm} seed {record.Seed}  finished before: "
                + (record.Final is { } final ? $"test {final.Accuracy:F2} %" : record.Failure?.Reason));
    }
}

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
        _board = new ComparisonBoard(plan, epochs, _board);
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
        _progress.Resume(run, epochs.Count);
        _board!.Resume(run, epochs);
        Draw();
    }

    public void OnStep(PlannedRun run, long step, long steps)
    {
        _progress.Step(run, step, steps);
        if (_sinceFrame.Elapsed > s_frame)
            Draw();
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
        _progress.Finish(run);
        _board!.Finish(run, record, RunState.Finished);
        if (record.Failure is { } failure)
            console.WriteLine($"failed: {SafeText.Line(failure.Message)}");
        Draw();
    }

    public void OnRunFailed(PlannedRun run, string reason)
    {
        _progress.Fail(run);
        _board!.Fail(run);
        console.WriteLine($"failed: {SafeText.Line(reason)}");
        Draw();
    }

    public void OnNote(string note) => console.WriteLine($"Note: {SafeText.Line(note)}");

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
