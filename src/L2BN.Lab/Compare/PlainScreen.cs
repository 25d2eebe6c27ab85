using L2BN.Experiments;
using L2BN.Results;

namespace L2BN.Lab.Compare;

/// <summary>Progress where there is no terminal: one line per epoch.</summary>
internal sealed class PlainScreen(TextWriter output, int epochs) : IComparisonObserver
{
    private readonly ComparisonProgress _progress = new(epochs);

    public void OnPlan(IReadOnlyList<PlannedRun> plan) => _progress.Plan(plan);

    public void OnRunStarted(PlannedRun run) => _progress.Start(run);

    public void OnRunResumed(PlannedRun run, IReadOnlyList<EpochRecord> epochs)
    {
        _progress.Resume(epochs.Count);
        output.WriteLine($"{_progress.Position}  {run.Arm.Name} seed {run.Seed}  {_progress.Epoch(epochs.Count)} was finished before, resuming from there");
    }

    public void OnStep(PlannedRun run, long step, long steps) => _progress.Step(step, steps);

    public void OnEpoch(PlannedRun run, EpochRecord epoch) => output.WriteLine(
        $"{_progress.Position}  {run.Arm.Name} seed {run.Seed}  {_progress.Epoch(epoch.Epoch)}  "
        + $"loss {epoch.TrainLoss:F3}  test {epoch.TestAccuracy:F2} %  {epoch.MsPerStep:F1} ms/step  {_progress.Left}");

    public void OnRunReused(PlannedRun run, RunRecord record)
    {
        _progress.Reuse(run);
        output.WriteLine($"{_progress.Position}  {record.Arm} seed {record.Seed}  finished before: test {record.Final!.Accuracy:F2} %");
    }
}
