using L2BN.Results;

namespace L2BN.Experiments;

/// <summary>Hears nothing.</summary>
internal sealed class SilentObserver : IComparisonObserver
{
    public void OnRunStarted(Arm arm, int seed, int index, int count)
    {
    }

    public void OnStep(long step, long steps)
    {
    }

    public void OnEpoch(EpochRecord epoch)
    {
    }

    public void OnRunFinished(RunRecord run)
    {
    }
}
