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
            if (input.dim() > 1 && input.numel() / input.size(1) * batchSize == TrialPass.Samples)
                single.Add(norm);
            return output;
        }));
        try
        {
            TrialPass.Run(network, sampleShape);
        }
        finally
        {
            hooks.ForEach(hook => hook.remove());
        }
        return [.. norms.Where(found => single.Contains(found.Norm)).Select(found => found.Name)];
    }
}
