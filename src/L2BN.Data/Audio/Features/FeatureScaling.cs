namespace L2BN.Data.Audio;

/// <summary>What brings loudness into a range that networks like.</summary>
public enum FeatureScaling
{
    /// <summary>One minimum and one maximum per clip, into [0, 1]: the acoustic recipes' choice. Takes away how loud the clip was
    /// recorded.</summary>
    MinMax,

    /// <summary>Left as it is; the data set then measures mean and deviation of its training clips.</summary>
    None,
}
