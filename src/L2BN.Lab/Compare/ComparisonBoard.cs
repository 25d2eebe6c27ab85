using L2BN.Experiments;
using L2BN.Results;

namespace L2BN.Lab.Compare;

/// <summary>Every run of a comparison and where it stands: a row per pair, a column per arm.</summary>
internal sealed class ComparisonBoard
{
    private readonly RunCell[][] _cells;
    private readonly int _epochs;
    private readonly SortedDictionary<int, PlannedRun> _running = [];
    private PlannedRun _last;

    /// <param name="plan">The runs.</param>
    /// <param name="epochs">Epochs of each.</param>
    /// <param name="before">The board of a plan that had the first of these runs; null for none.</param>
    public ComparisonBoard(IReadOnlyList<PlannedRun> plan, int epochs, ComparisonBoard? before = null)
    {
        (_epochs, _last) = (epochs, plan[0]);
        Arms = [.. plan.DistinctBy(run => run.ArmIndex).OrderBy(run => run.ArmIndex).Select(run => run.Arm.Name)];
        Seeds = [.. plan.Where(run => run.ArmIndex == 0).OrderBy(run => run.Pair).Select(run => run.Seed)];
        RunCell[][] known = before?._cells ?? [];
        _cells = [.. known, .. Seeds.Skip(known.Length).Select(_ => new RunCell[Arms.Count])];
    }

    public IReadOnlyList<string> Arms { get; }

    /// <summary>The seed of the first arm in each pair.</summary>
    public IReadOnlyList<int> Seeds { get; }

    /// <summary>The first pair that is at work; that of the run that ended last where none is.</summary>
    public int CurrentPair => (_running.Count > 0 ? _running.Values.First() : _last).Pair;

    public RunCell this[int pair, int arm] => _cells[pair][arm];

    public void Start(PlannedRun run)
    {
        _running[run.Index] = run;
        Set(run, new RunCell(RunState.Training, 1, null));
    }

    /// <summary>The first epochs of a run are done.</summary>
    public void Resume(PlannedRun run, IReadOnlyList<EpochRecord> epochs)
    {
        if (epochs.Count > 0)
            Epoch(run, epochs[^1]);
    }

    public void Epoch(PlannedRun run, EpochRecord epoch) =>
        Set(run, Cell(run) with { Epoch = Math.Min(_epochs, epoch.Epoch + 1), Accuracy = epoch.TestAccuracy });

    public void Analyze(PlannedRun run) => Set(run, Cell(run) with { State = RunState.Analyzing });

    /// <summary>A run is over, in this start or in an earlier one.</summary>
    public void Finish(PlannedRun run, RunRecord record, RunState state) =>
        End(run, new RunCell(record.Failure is null ? state : RunState.Failed, record.Epochs.Count, record.Final?.Accuracy));

    /// <summary>A run is given up.</summary>
    public void Fail(PlannedRun run) => End(run, Cell(run) with { State = RunState.Failed });

    public RunCell Cell(PlannedRun run) => this[run.Pair, run.ArmIndex];

    private void End(PlannedRun run, RunCell cell)
    {
        _running.Remove(run.Index);
        _last = run;
        Set(run, cell);
    }

    private void Set(PlannedRun run, RunCell cell) => _cells[run.Pair][run.ArmIndex] = cell;
}

/// <summary>Where a run of a comparison stands.</summary>
internal enum RunState
{
    Waiting,
    Training,
    Analyzing,
    Finished,

    /// <summary>Finished by an earlier start.</summary>
    Reused,

    /// <summary>Diverged, or given up after its process ended twice.</summary>
    Failed,
}

/// <summary>One run in the table of a comparison.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="Epoch">The epoch that is trained, from 1; the last one where it is finished.</param>
/// <param name="Accuracy">Test accuracy after the last finished epoch, in percent; null before the first.</param>
internal readonly record struct RunCell(RunState State, int Epoch, double? Accuracy)
{
    private const int FullWidth = 14;

    /// <summary>The cell in words and signs, without markup.</summary>
    /// <param name="epochs">Epochs of a run.</param>
    /// <param name="width">Columns there are; below 14 only what matters most is said.</param>
    /// <param name="unicode">Whether the terminal shows more than ASCII.</param>
    public string Text(int epochs, int width, bool unicode) => State switch
    {
        RunState.Waiting => unicode ? "·" : ".",
        RunState.Training when width < FullWidth => $"{Sign(unicode)} {Epoch}/{epochs}",
        RunState.Training => $"{Sign(unicode)} {Epoch}/{epochs}{Percent("  ", 1)}",
        RunState.Analyzing => $"{Sign(unicode)}{(width < FullWidth ? Percent(" ", 1) : " analyzing")}",
        RunState.Finished or RunState.Reused => $"{Sign(unicode)}{(width < FullWidth ? Percent(" ", 1) : Percent(" ", 2))}",
        RunState.Failed => $"{Sign(unicode)} failed",
        _ => throw new InvalidOperationException($"Expected a known state, got {State}; add its text here."),
    };

    /// <summary>Name of the color of Spectre.Console that goes with the state.</summary>
    public string Color => State switch
    {
        RunState.Waiting or RunState.Reused => "grey",
        RunState.Finished => "green",
        RunState.Training or RunState.Analyzing => "yellow",
        RunState.Failed => "red",
        _ => throw new InvalidOperationException($"Expected a known state, got {State}; add its color here."),
    };

    private string Sign(bool unicode) => State switch
    {
        RunState.Training or RunState.Analyzing => unicode ? "▶" : ">",
        RunState.Failed => unicode ? "✗" : "x",
        _ => unicode ? "✓" : "+",
    };

    private string Percent(string before, int decimals) => Accuracy is { } accuracy ? $"{before}{accuracy.ToString($"F{decimals}")} %" : "";
}
