namespace L2BN;

/// <summary>
/// A normalization layer. A network's analysis finds its norms by this, and TorchSharp's own by their types: a norm of your own that is to be
/// analyzed implements it.
/// </summary>
public interface INormalizationLayer
{
    /// <summary>
    /// Whether, in training, the layer normalizes by statistics over the batch, so that a batch needs more than one value per channel.
    /// </summary>
    bool UsesBatchStatistics { get; }
}
