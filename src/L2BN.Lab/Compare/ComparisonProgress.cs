using System.Diagnostics;
using L2BN.Experiments;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Compare;

/// <summary>How far a comparison is, and how long the rest will take at the pace of this start.</summary>
internal sealed class ComparisonProgress(int epochs)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private int _count = 1;
    private double _withinRun;
    private double _before;

    /// <summary>The run that is being trained; null before the first.</summary>
    public PlannedRun? Run { get; private set; }

    public int Index { get; private set; }

    public int Epochs => epochs;

    public double Fraction => (Index + _withinRun) / _count;

    public string Position => $"run {Index + 1}/{_count}";

    public string Left =>
        Remaining == 0 ? "done"
        : Done < 0.005 * _count ? "estimating"
        : Terminal.Duration(_clock.Elapsed * (Remaining / Done)) + " left";

    private double Remaining => _count - Index - _withinRun;

    // What earlier starts did took no time of this one.
    private double Done => Index + _withinRun - _before;

    public void Plan(IReadOnlyList<PlannedRun> plan) => _count = plan.Count;

    public void Reuse(PlannedRun run) => (Index, _withinRun, _before) = (run.Index, 1, _before + 1);

    public void Start(PlannedRun run) => (Run, Index, _withinRun) = (run, run.Index, 0);

    public void Resume(int finishedEpochs) =>
        (_withinRun, _before) = ((double)finishedEpochs / epochs, _before + ((double)finishedEpochs / epochs));

    public void Step(long step, long steps) => _withinRun = (step + 1.0) / steps;

    public string Epoch(int epoch) => $"epoch {epoch}/{epochs}";
}
