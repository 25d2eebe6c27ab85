using System.Diagnostics;
using L2BN.Results;
using L2BN.Training;

namespace L2BN.Lab.Bench;

/// <summary>Times a run's steps in turn with bare ones; the first step of either's turn, and the first turns of all, are not
/// timed: the runtime compiles what a run calls often a second time, on a core that the step needs.</summary>
/// <param name="bare">One bare step.</param>
/// <param name="turn">Timed steps of a turn, &gt; 0.</param>
/// <param name="rounds">Turns of either to keep; then <see cref="Enough"/> stops the run.</param>
internal sealed class LoopTurns(Action bare, int turn, int rounds) : ITrainingObserver, IDisposable
{
    private const int Untimed = -1, WarmTurns = 2;
    private readonly CancellationTokenSource _enough = new();
    private readonly List<(double Loop, double Bare)> _times = [];
    private long _start;
    private int _done = Untimed;

    /// <summary>Cancelled when all rounds are timed.</summary>
    public CancellationToken Enough => _enough.Token;

    /// <summary>Milliseconds per step of the rounds.</summary>
    public IReadOnlyList<(double Loop, double Bare)> Times => _times[WarmTurns..];

    /// <summary>Each round's loop over the mean of the bare turns before and behind it, so that a machine that slows down or speeds up cancels.</summary>
    public IEnumerable<double> Ratios => Enumerable.Range(WarmTurns, _times.Count - WarmTurns).Select(k => 2 * _times[k].Loop / (_times[k - 1].Bare + _times[k].Bare));

    public void OnStep(long step, long steps)
    {
        if (_done == Untimed) _start = Stopwatch.GetTimestamp();
        if (++_done < turn) return;
        _times.Add((Milliseconds(), Bare()));
        if (_times.Count == WarmTurns + rounds) _enough.Cancel();
        _done = Untimed;
    }

    // An evaluation is not part of a step: the turn that it interrupts starts again.
    public void OnEpoch(EpochRecord epoch) => _done = Untimed;

    public void Dispose() => _enough.Dispose();

    private double Bare()
    {
        bare();
        _start = Stopwatch.GetTimestamp();
        for (int i = 0; i < turn; i++) bare();
        return Milliseconds();
    }

    private double Milliseconds() => Stopwatch.GetElapsedTime(_start).TotalMilliseconds / turn;
}
