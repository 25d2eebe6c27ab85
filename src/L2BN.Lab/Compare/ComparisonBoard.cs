using L2BN.Experiments;
using L2BN.Results;

namespace L2BN.Lab.Compare;

/// <summary>Every run of a comparison and where it stands: a row per pair, a column per arm.</summary>
internal sealed class ComparisonBoard
{
    private readonly RunCell[][] _cells;
    private readonly int _epochs;
    private PlannedRun _current;

    public ComparisonBoard(IReadOnlyList<PlannedRun> plan, int epochs)
    {
        (_epochs, _current) = (epochs, plan[0]);
        Arms = [.. plan.DistinctBy(run => run.ArmIndex).OrderBy(run => run.ArmIndex).Select(run => run.Arm.Name)];
        Seeds = [.. plan.Where(run => run.ArmIndex == 0).OrderBy(run => run.Pair).Select(run => run.Seed)];
        _cells = [.. Seeds.Select(_ => new RunCell[Arms.Count])];
    }

    public IReadOnlyList<string> Arms { get; }

    /// <summary>The seed of the first arm in each pair.</summary>
    public IReadOnlyList<int> Seeds { get; }

    /// <summary>The pair of the run that reported last.</summary>
    public int CurrentPair => _current.Pair;

    public int CurrentEpoch => this[CurrentPair, _current.ArmIndex].Epoch;

    public RunState CurrentState => this[CurrentPair, _current.ArmIndex].State;

    public RunCell this[int pair, int arm] => _cells[pair][arm];

    public void Start(PlannedRun run) => Set(run, new RunCell(RunState.Training, 1, null));

    /// <summary>The first epochs of a run are done.</summary>
    public void Resume(PlannedRun run, IReadOnlyList<EpochRecord> epochs)
    {
        if (epochs.Count > 0)
            Epoch(run, epochs[^1]);
    }

    public void Epoch(PlannedRun run, EpochRecord epoch) =>
        Set(run, this[run.Pair, run.ArmIndex] with { Epoch = Math.Min(_epochs, epoch.Epoch + 1), Accuracy = epoch.TestAccuracy });

    public void Analyze(PlannedRun run) => Set(run, this[run.Pair, run.ArmIndex] with { State = RunState.Analyzing });

    /// <summary>A run is over, in this start or in an earlier one.</summary>
    public void Finish(PlannedRun run, RunRecord record, RunState state) => Set(run, new RunCell(state, record.Epochs.Count, record.Final?.Accuracy));

    private void Set(PlannedRun run, RunCell cell)
    {
        _current = run;
        _cells[run.Pair][run.ArmIndex] = cell;
    }
}
