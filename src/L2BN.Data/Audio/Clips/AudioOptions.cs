namespace L2BN.Data.Audio;

/// <summary>How sound files become samples.</summary>
public sealed record AudioOptions
{
    /// <summary>Which features. Default (null): those of the data set's entry in the catalog.</summary>
    public LogMelOptions? Features { get; init; }

    /// <summary>
    /// Measures mean and deviation of each channel of the training clips and standardises by them. Default (null): only features that are
    /// not scaled clip by clip. Deltas of scaled features are 10 to 20 times smaller than the features; networks that begin with a
    /// normalisation, as the acoustic recipes' do, do not mind, others may.
    /// </summary>
    public bool? Standardise { get; init; }

    /// <summary>Reads damaged WAV files as far as they go (<see cref="WaveReadOptions.Lenient"/>). Default false.</summary>
    public bool Lenient { get; init; }
}
