using L2BN.Results;

namespace L2BN.Experiments;

/// <summary>Hears of a comparison's progress; called on the training thread, so it must be quick.</summary>
public interface IComparisonObserver
{
    /// <summary>Before a run: zero-based <paramref name="index"/> of <paramref name="count"/>.</summary>
    void OnRunStarted(Arm arm, int seed, int index, int count);

    /// <summary>After every optimiser step of the current run.</summary>
    void OnStep(long step, long steps);

    /// <summary>After every epoch of the current run.</summary>
    void OnEpoch(EpochRecord epoch);

    /// <summary>After a run.</summary>
    void OnRunFinished(RunRecord run);
}
