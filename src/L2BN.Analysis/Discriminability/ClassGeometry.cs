namespace L2BN.Analysis;

/// <summary>
/// How tight classes are and how far apart, for one form of the features (raw or unit length). Every measure ignores rotations, the order
/// of the samples and a common factor on all features; a number that does not exist is null. Definitions and papers:
/// docs/discriminability.md.
/// </summary>
public sealed record ClassGeometry
{
    /// <summary>
    /// tr(S_W): mean squared distance of a sample to its class mean. In squared feature units, so not comparable between networks.
    /// </summary>
    public required double WithinScatter { get; init; }

    /// <summary>tr(S_B): mean squared distance of a sample's class mean to the mean of all samples. In squared feature units.</summary>
    public required double BetweenScatter { get; init; }

    /// <summary>tr(S_B)/tr(S_W); higher is better. Null without any spread within classes (perfect collapse).</summary>
    public double? TraceRatio { get; init; }

    /// <summary>
    /// NC1, tr(Σ_W Σ_B⁺)/K (Papyan, Han and Donoho 2020); lower is better, 0 is perfect collapse. Null if all class means coincide.
    /// </summary>
    public double? Nc1 { get; init; }

    /// <summary>NC2, std/mean of the distances of class means to their centre; lower is better. Null if all class means coincide.</summary>
    public double? Nc2Equinorm { get; init; }

    /// <summary>NC2, standard deviation of the cosines between centred class means; lower is better. Null if a centred mean is 0.</summary>
    public double? Nc2Equiangle { get; init; }

    /// <summary>NC2, mean |cos + 1/(K−1)| over pairs of centred class means; lower is better. Null if a centred mean is 0.</summary>
    public double? Nc2MaximalAngle { get; init; }

    /// <summary>
    /// NC4, share (0…1) of samples whose nearest class mean (taken without the sample itself) is not the network's prediction; lower is
    /// better. Null unless all samples had a prediction.
    /// </summary>
    public double? Nc4 { get; init; }

    /// <summary>
    /// CDNV, mean over class pairs of (σ²_k + σ²_l)/(2‖μ_k − μ_l‖²) (Galanti et al. 2022); lower is better. Null if two means coincide.
    /// </summary>
    public double? Cdnv { get; init; }

    /// <summary>
    /// Mean silhouette, −1…1, Euclidean (Rousseeuw 1987), on a subsample; higher is better. Null if it holds a single class.
    /// </summary>
    public double? Silhouette { get; init; }

    /// <summary>
    /// Share (0…1) of samples nearest to the mean of their own class, taken without the sample itself; a tie counts as a share; higher is
    /// better.
    /// </summary>
    public required double NearestMeanAccuracy { get; init; }
}
