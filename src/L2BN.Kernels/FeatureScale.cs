namespace L2BN;

/// <summary>The length τ to which every sample is scaled before batch normalization; D = channels · positions is the sample's size.</summary>
public enum FeatureScale
{
    /// <summary>τ = √D, the default: a normalized sample has a mean square of 1, as <c>eps</c> and the initial statistics assume.</summary>
    RootDimension,

    /// <summary>τ = 1, the literal form of the paper: <c>F.normalize</c> over the whole sample, then <c>batch_norm</c>.</summary>
    Unit,
}
