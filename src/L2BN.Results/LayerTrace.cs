namespace L2BN.Results;

/// <summary>How the optimizer moves one layer in one epoch, measured at its last step: evidence on stability.</summary>
public sealed record LayerTrace
{
    /// <summary>Name of the weight as the network names it, <c>stage1.0.conv1.weight</c>.</summary>
    public required string Layer { get; init; }

    /// <summary>l2 norm of the weight's gradient.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>l2 norm of the weight.</summary>
    public required double WeightNorm { get; init; }

    /// <summary>
    /// Effective step size lr/‖w‖²: what the learning rate means for a weight whose scale the following normalization undoes
    /// (van Laarhoven 2017, arXiv 1706.05350).
    /// </summary>
    public required double EffectiveStep { get; init; }
}
