using L2BN.Results;
using static TorchSharp.torch;

namespace L2BN.Training;

/// <summary>Receives a run's progress, on the training thread.</summary>
public interface ITrainingObserver
{
    /// <summary>After every optimizer step: zero-based <paramref name="step"/> of <paramref name="steps"/> in the whole run.</summary>
    void OnStep(long step, long steps);

    /// <summary>
    /// Before every optimizer step, when gradients are known and weights are still those that gave them; by default nothing happens.
    /// </summary>
    void OnGradients(nn.Module model, double lr, long step, long steps)
    {
    }

    /// <summary>When the run is canceled, before its state is saved; by default nothing happens.</summary>
    void OnStopping()
    {
    }

    /// <summary>After every epoch's evaluation.</summary>
    void OnEpoch(EpochRecord epoch);
}
