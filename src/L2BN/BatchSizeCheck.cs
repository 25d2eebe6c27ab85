using L2BN.Statistics;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN;

/// <summary>Finds out before the first training step whether a batch is too small for the norms of a network.</summary>
/// <remarks>
/// Statistics over one value per channel do not exist: their variance is 0, its unbiased estimate 0/0. A channel has one value where the
/// batch is one sample and the map has one position, as after a linear layer or a stride that reduces the map to 1×1; the last batch of an
/// epoch can be that small too.
/// </remarks>
public static class BatchSizeCheck
{
    /// <summary>Samples of the trial run: two, so that a norm without running statistics accepts them in evaluation mode.</summary>
    private const int Trial = 2;

    /// <summary>The norms that would compute statistics over one value per channel.</summary>
    /// <param name="network">A network that calls its norms as modules. It is run once, in evaluation mode; its modes, weights and
    /// statistics and the state of the random generator do not change.</param>
    /// <param name="sampleShape">Shape of one sample, without the dimension of the batch: 3, 32, 32.</param>
    /// <param name="batchSize">Samples of a batch, at least 1.</param>
    /// <returns>State names of the norms, in the order of the network; empty where the batch is large enough.</returns>
    public static IReadOnlyList<string> FindSingleValueNorms(
        nn.Module<Tensor, Tensor> network, IReadOnlyList<long> sampleShape, int batchSize)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(sampleShape);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        List<(string Name, nn.Module<Tensor, Tensor> Norm)> norms =
            [.. NormLayers.Find(network).Where(found => NormLayers.UsesBatchStatistics(found.Norm))];
        if (norms.Count == 0)
            return [];
        HashSet<nn.Module> single = new(ReferenceEqualityComparer.Instance);
        List<HookRemover> hooks = norms.ConvertAll(found => found.Norm.register_forward_hook((norm, input, output) =>
        {
            if (input.dim() > 1 && input.numel() / input.size(1) * batchSize == Trial)
                single.Add(norm);
            return output;
        }));
        try
        {
            Run(network, sampleShape);
        }
        finally
        {
            hooks.ForEach(hook => hook.remove());
        }
        return [.. norms.Where(found => single.Contains(found.Norm)).Select(found => found.Name)];
    }

    private static void Run(nn.Module<Tensor, Tensor> network, IReadOnlyList<long> sampleShape)
    {
        using var modes = new ModeSnapshot(network);
        var model = network as IFusedModel;
        bool fused = model?.Fused ?? false;
        network.eval();
        if (model is not null)
            model.Fused = false;
        try
        {
            using DisposeScope scope = NewDisposeScope();
            using IDisposable noGradient = no_grad();
            network.call(TrialBatch(network, sampleShape));
        }
        finally
        {
            if (model is not null)
                model.Fused = fused;
        }
    }

    // Values that differ and are not 0, without drawing from the generator: samples of zeros would be counted and warned of.
    private static Tensor TrialBatch(nn.Module network, IReadOnlyList<long> sampleShape)
    {
        long[] shape = [Trial, .. sampleShape];
        long count = shape.Aggregate(1L, (product, size) => checked(product * size));
        float[] values = [.. Enumerable.Range(0, checked((int)count)).Select(i => 0.5f + i / (float)count)];
        Tensor? parameter = network.parameters().FirstOrDefault(value => InputGuard.IsFloating(value.dtype));
        Tensor batch = tensor(values, shape);
        return parameter is null ? batch : batch.to(parameter.dtype, parameter.device);
    }
}
