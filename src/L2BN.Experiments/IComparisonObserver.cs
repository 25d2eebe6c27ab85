using L2BN.Results;

namespace L2BN.Experiments;

/// <summary>Hears of a comparison's progress; called on the training thread, so it must be quick.</summary>
public interface IComparisonObserver
{
    /// <summary>Once, before anything is trained: every run, in the order in which they run; by default nothing happens.</summary>
    void OnPlan(IReadOnlyList<PlannedRun> plan)
    {
    }

    /// <summary>Before a run: zero-based <paramref name="index"/> of <paramref name="count"/>.</summary>
    void OnRunStarted(Arm arm, int seed, int index, int count);

    /// <summary>
    /// After <see cref="OnRunStarted"/>, where an earlier start was stopped in the middle of this run: the epochs that are not trained again.
    /// By default nothing happens.
    /// </summary>
    void OnRunResumed(IReadOnlyList<EpochRecord> epochs)
    {
    }

    /// <summary>After every optimizer step of the current run.</summary>
    void OnStep(long step, long steps);

    /// <summary>After every epoch of the current run.</summary>
    void OnEpoch(EpochRecord epoch);

    /// <summary>When the current run is trained and its network is about to be analysed; by default nothing happens.</summary>
    void OnAnalysis()
    {
    }

    /// <summary>After a run.</summary>
    void OnRunFinished(RunRecord run);

    /// <summary>In place of a run that an earlier start of the same comparison has finished; by default nothing happens.</summary>
    void OnRunReused(RunRecord run, int index, int count)
    {
    }
}
