using L2BN.Experiments;
using L2BN.Results;

namespace L2BN.Lab.Compare;

/// <summary>Progress where there is no terminal: one line per epoch.</summary>
internal sealed class PlainScreen(TextWriter output, int epochs) : IComparisonObserver
{
    private readonly ComparisonProgress _progress = new(epochs);

    public void OnRunStarted(Arm arm, int seed, int index, int count) => _progress.Start(arm, seed, index, count);

    public void OnRunResumed(IReadOnlyList<EpochRecord> epochs)
    {
        _progress.Continue(epochs.Count);
        output.WriteLine($"{_progress.Position}  {_progress.Arm!.Name} seed {_progress.Seed}  {_progress.Epoch(epochs.Count)} was finished before, going on from there");
    }

    public void OnStep(long step, long steps) => _progress.Step(step, steps);

    public void OnEpoch(EpochRecord epoch) => output.WriteLine(
        $"{_progress.Position}  {_progress.Arm!.Name} seed {_progress.Seed}  {_progress.Epoch(epoch.Epoch)}  "
        + $"loss {epoch.TrainLoss:F3}  test {epoch.TestAccuracy:F2} %  {epoch.MsPerStep:F1} ms/step  {_progress.Left}");

    public void OnRunFinished(RunRecord run)
    {
    }

    public void OnRunReused(RunRecord run, int index, int count)
    {
        _progress.Keep(index, count);
        output.WriteLine($"{_progress.Position}  {run.Arm} seed {run.Seed}  finished before: test {run.Final!.Accuracy:F2} %");
    }
}
