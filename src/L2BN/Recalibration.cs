using L2BN.Statistics;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN;

/// <summary>
/// Precise batch-normalization statistics (Wu and Johnson, arXiv 2105.07576): the running statistics of every L2BatchNorm and BatchNorm
/// of a model, estimated again as the average over some batches, each weighted by its samples. Frozen layers are left as they are.
/// </summary>
public static class Recalibration
{
    /// <summary>Estimates the running statistics of a model that maps one tensor to one.</summary>
    /// <param name="model">A model that is called with a batch; its modes, weights and momentum are as before afterwards.</param>
    /// <param name="batches">Inputs as in training, preferably not augmented, each with more than one value per channel. Not
    /// disposed.</param>
    /// <returns>The number of samples used; 0 if the model has no running statistics, in which case no batch is drawn.</returns>
    /// <exception cref="ArgumentException">No batches, or the model is no <c>Module&lt;Tensor, Tensor&gt;</c>.</exception>
    public static long Recalibrate(nn.Module model, IEnumerable<Tensor> batches) =>
        model is nn.IModule<Tensor, Tensor> callable
            ? Recalibrate(model, batches, batch => callable.call(batch).Dispose())
            : throw new ArgumentException(
                $"Expected a model that maps a Tensor to a Tensor, got {model?.GetType().Name ?? "null"}. " +
                "Pass how to call it as third argument.", nameof(model));

    /// <summary>Estimates the running statistics of any model.</summary>
    /// <param name="model">The model whose norms are to be estimated; its modes, weights and momentum are as before afterwards.</param>
    /// <param name="batches">Inputs with their samples in the first dimension. Not disposed.</param>
    /// <param name="forward">Runs the model on one batch.</param>
    /// <returns>The number of samples used; 0 if the model has no running statistics, in which case no batch is drawn.</returns>
    /// <exception cref="ArgumentException">No batches. After any exception the statistics are as before.</exception>
    public static long Recalibrate(nn.Module model, IEnumerable<Tensor> batches, Action<Tensor> forward)
    {
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentNullException.ThrowIfNull(forward);
        RunningNorm[] norms = [.. RunningNorm.FindAll(model).Select(item => item.Norm).Where(norm => !norm.IsFrozen)];
        return norms.Length == 0 ? 0 : Estimate(model, norms, batches, forward);
    }

    private static long Estimate(nn.Module model, RunningNorm[] norms, IEnumerable<Tensor> batches, Action<Tensor> forward)
    {
        using var modes = new ModeSnapshot(model);
        using var before = new StatisticsSnapshot(norms);
        try
        {
            return Average(model, norms, batches, forward);
        }
        catch
        {
            before.RestoreStatistics();
            throw;
        }
        finally
        {
            before.RestoreMomentum();
        }
    }

    // Only the norms are in training mode: dropout would add its own variance.
    private static long Average(nn.Module model, RunningNorm[] norms, IEnumerable<Tensor> batches, Action<Tensor> forward)
    {
        model.eval();
        foreach (RunningNorm norm in norms)
        {
            norm.Clear();
            norm.Module.train();
        }

        long samples = 0;
        foreach (Tensor batch in batches)
            Add(norms, batch, forward, ref samples);
        if (samples == 0)
            throw new ArgumentException("Expected at least one sample to estimate from, got none.", nameof(batches));
        return samples;
    }

    private static void Add(RunningNorm[] norms, Tensor batch, Action<Tensor> forward, ref long samples)
    {
        long count = batch.shape[0];
        if (count == 0)
            return;
        samples += count;
        foreach (RunningNorm norm in norms)
            norm.Momentum = (double)count / samples;
        using IDisposable grad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        forward(batch);
    }
}
