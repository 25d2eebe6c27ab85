using L2BN.Experiments;
using L2BN.Results;

namespace L2BN.Lab.Compare;

/// <summary>Every run of a comparison and where it stands: a row per pair, a column per arm.</summary>
internal sealed class ComparisonBoard
{
    private readonly RunCell[][] _cells;
    private readonly Dictionary<(string Arm, int Seed), PlannedRun> _runs;
    private readonly int _epochs;
    private PlannedRun _current;

    public ComparisonBoard(IReadOnlyList<PlannedRun> plan, int epochs)
    {
        (_epochs, _current) = (epochs, plan[0]);
        Arms = [.. plan.DistinctBy(run => run.ArmIndex).OrderBy(run => run.ArmIndex).Select(run => run.Arm.Name)];
        Seeds = [.. plan.Where(run => run.ArmIndex == 0).OrderBy(run => run.Pair).Select(run => run.Seed)];
        _cells = [.. Seeds.Select(_ => new RunCell[Arms.Count])];
        _runs = plan.ToDictionary(run => (run.Arm.Name, run.Seed));
    }

    public IReadOnlyList<string> Arms { get; }

    /// <summary>The seed of the first arm in each pair.</summary>
    public IReadOnlyList<int> Seeds { get; }

    /// <summary>The pair that is at work.</summary>
    public int CurrentPair => _current.Pair;

    public int CurrentEpoch => Current.Epoch;

    public RunState CurrentState => Current.State;

    public RunCell this[int pair, int arm] => _cells[pair][arm];

    public void Start(string arm, int seed)
    {
        _current = _runs[(arm, seed)];
        Current = new RunCell(RunState.Training, 1, null);
    }

    /// <summary>The first epochs of the current run are done.</summary>
    public void Continue(IReadOnlyList<EpochRecord> epochs)
    {
        if (epochs.Count > 0) Epoch(epochs[^1]);
    }

    public void Epoch(EpochRecord epoch) =>
        Current = Current with { Epoch = Math.Min(_epochs, epoch.Epoch + 1), Accuracy = epoch.TestAccuracy };

    public void Analyse() => Current = Current with { State = RunState.Analysing };

    /// <summary>A run is over, in this start or in an earlier one.</summary>
    public void Finish(RunRecord run, RunState state)
    {
        _current = _runs[(run.Arm, run.Seed)];
        Current = new RunCell(state, run.Epochs.Count, run.Final?.Accuracy);
    }

    private RunCell Current
    {
        get => _cells[_current.Pair][_current.ArmIndex];
        set => _cells[_current.Pair][_current.ArmIndex] = value;
    }
}
