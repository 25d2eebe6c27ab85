using L2BN.Data.Audio.Decoding;
using L2BN.Data.Audio.Features;

namespace L2BN.Data.Audio.Clips;

/// <summary>Options of data sets of sound.</summary>
public sealed record AudioOptions
{
    /// <summary>The defaults, but files that break a rule of their format in any way are refused.</summary>
    public static AudioOptions Strict { get; } = new() { Tolerance = AudioTolerance.Strict };

    /// <summary>Which features. Default (null): those of the data set's entry in the catalog.</summary>
    public LogMelOptions? Features { get; init; }

    /// <summary>
    /// Whether features are standardized by the mean and deviation of each channel of the training clips. Default (null): only features
    /// that are not scaled clip by clip. Deltas of scaled features are 10 to 20 times smaller than the features; networks that begin with
    /// a normalization layer, as the acoustic recipes' do, are not affected, others may be.
    /// </summary>
    public bool? Standardize { get; init; }

    /// <summary>What is done where a sound file breaks a rule of its format. Default: <see cref="AudioTolerance.Standard"/>.</summary>
    public AudioTolerance Tolerance { get; init; }
}
