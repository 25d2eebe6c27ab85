using static TorchSharp.torch;

namespace L2BN;

/// <content>Loading: a dictionary is checked as a whole before anything is copied.</content>
public abstract partial class L2BatchNorm
{
    /// <summary>
    /// Copies a dictionary into the layer. One without <c>num_batches_tracked</c>, as old BatchNorm checkpoints are, is complete: the
    /// counter stays as it is. (For a whole model see <see cref="NormCheckpoint"/>.)
    /// </summary>
    /// <param name="source">Tensors by name.</param>
    /// <param name="strict">Refuse missing and unknown names; default true.</param>
    /// <param name="skip">Names to leave out.</param>
    /// <returns>The names that were missing and those that were not known.</returns>
    /// <exception cref="ArgumentException">A size that does not fit, or a negative running variance.</exception>
    /// <exception cref="InvalidOperationException">Missing or unknown names under <paramref name="strict"/>.</exception>
    public override (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
        Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
    {
        IList<string> skipped = NormCheckpoint.Check(state_dict(), source, skip);
        return base.load_state_dict(source, strict, skipped);
    }
}
