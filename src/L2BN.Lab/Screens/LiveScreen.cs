using L2BN.Experiments;
using L2BN.Results;
using Spectre.Console;

namespace L2BN.Lab.Screens;

/// <summary>Progress on a terminal: a bar with the time left, and a line for each finished run above it.</summary>
internal sealed class LiveScreen(IAnsiConsole console, ProgressTask task, int epochs) : IComparisonObserver
{
    private readonly ComparisonProgress _progress = new(epochs);
    private string _result = "";

    public void OnRunStarted(Arm arm, int seed, int index, int count)
    {
        _progress.Start(arm, seed, index, count);
        _result = "";
        Describe(1);
    }

    public void OnStep(long step, long steps)
    {
        _progress.Step(step, steps);
        Describe((int)(step * epochs / steps) + 1);
    }

    public void OnEpoch(EpochRecord epoch) => _result = $"  test {epoch.TestAccuracy:F1} %";

    public void OnRunFinished(RunRecord run) => console.MarkupLineInterpolated(
        $"[green]✓[/] {run.Arm,-12} seed {run.Seed,-4} {run.Final!.Accuracy,6:F2} %  recalibrated {run.Final.AccuracyRecalibrated,6:F2} %  {run.Final.MsPerStep,5:F1} ms/step");

    private void Describe(int epoch)
    {
        task.Value = _progress.Fraction;
        task.Description = Markup.Escape(
            $"{_progress.Position}  {_progress.Arm!.Name} seed {_progress.Seed}  {_progress.Epoch(epoch)}{_result}  {_progress.Left}");
    }
}
