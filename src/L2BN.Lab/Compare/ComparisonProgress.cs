using System.Diagnostics;
using L2BN.Experiments;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Compare;

/// <summary>How far a comparison is, and how long the rest will take at the pace of this start.</summary>
internal sealed class ComparisonProgress(int epochs)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly SortedDictionary<int, PlannedRun> _running = [];

    // Of each run of the plan, from 0 to 1.
    private double[] _done = [0];
    private double _before;

    /// <summary>The runs that are being trained.</summary>
    public IReadOnlyCollection<PlannedRun> Running => _running.Values;

    public int Epochs => epochs;

    public int Count => _done.Length;

    public int Finished => _done.Count(share => share == 1);

    public double Fraction => _done.Sum() / Count;

    public string Left =>
        Remaining == 0 ? "done"
        : Done < 0.005 * Count ? "estimating"
        : Terminal.Duration(_clock.Elapsed * (Remaining / Done)) + " left";

    private double Remaining => Count - _done.Sum();

    // What earlier starts did took no time of this one.
    private double Done => _done.Sum() - _before;

    // A longer plan begins with the runs of the one before.
    public void Plan(IReadOnlyList<PlannedRun> plan)
    {
        if (_done is [0])
            _done = [];
        Array.Resize(ref _done, plan.Count);
    }

    public void Reuse(PlannedRun run)
    {
        _before += 1 - _done[run.Index];
        Finish(run);
    }

    public void Start(PlannedRun run) => _running[run.Index] = run;

    public void Resume(PlannedRun run, int finishedEpochs)
    {
        double share = (double)finishedEpochs / epochs;
        _before += Math.Max(0, share - _done[run.Index]);
        _done[run.Index] = share;
    }

    public void Step(PlannedRun run, long step, long steps) => _done[run.Index] = (step + 1.0) / steps;

    public void Finish(PlannedRun run)
    {
        _done[run.Index] = 1;
        _running.Remove(run.Index);
    }

    /// <summary>The run is given up: nothing of it is left to do.</summary>
    public void Fail(PlannedRun run) => Finish(run);

    public string Position(PlannedRun run) => $"run {run.Index + 1}/{Count}";

    public string Epoch(int epoch) => $"epoch {epoch}/{epochs}";
}
