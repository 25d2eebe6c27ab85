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

    /// <summary>Once, when the run is trained and evaluated, before running statistics are re-estimated; by default nothing
    /// happens.</summary>
    /// <param name="model">The network as it was evaluated.</param>
    /// <param name="ct">Cancels.</param>
    void OnTrained(nn.Module<Tensor, Tensor> model, CancellationToken ct)
    {
    }

    /// <summary>After every epoch's evaluation.</summary>
    void OnEpoch(EpochRecord epoch);
}
