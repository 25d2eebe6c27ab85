namespace L2BN;

/// <summary>Whose running statistics a layer has, as far as the numbers tell.</summary>
public enum StatisticsOrigin
{
    /// <summary>The layer's own: they fit its kind, its scale and its input size.</summary>
    Own,

    /// <summary>They may fit, but <c>Unit</c>'s depend on the input size, not known yet: run the model once, or pass an example.</summary>
    Unverified,

    /// <summary>The initial values, or still mixed with them.</summary>
    NotWarmedUp,

    /// <summary>Those of samples that were not normalised: a BatchNorm's, or for <c>Unit</c> another input size.</summary>
    BatchNorm,

    /// <summary>Those of L2BatchNorm with <see cref="FeatureScale.RootDimension"/>.</summary>
    RootDimension,

    /// <summary>Those of L2BatchNorm with <see cref="FeatureScale.Unit"/>.</summary>
    Unit,

    /// <summary>Not finite, or a negative variance.</summary>
    Broken,
}
