using L2BN.Results;

namespace L2BN.Training;

/// <summary>Hears of a run's progress; called on the training thread, so it must be quick.</summary>
public interface ITrainingObserver
{
    /// <summary>After every optimiser step: zero-based <paramref name="step"/> of <paramref name="steps"/> in the whole run.</summary>
    void OnStep(long step, long steps);

    /// <summary>After every epoch's evaluation.</summary>
    void OnEpoch(EpochRecord epoch);
}
