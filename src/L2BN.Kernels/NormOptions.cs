using L2BN.Kernels;

namespace L2BN;

/// <summary>The length τ to which every sample is scaled before batch normalization; D = channels · positions is the sample's
/// size.</summary>
public enum FeatureScale
{
    /// <summary>τ = √D, the default: a normalized sample has a mean square of 1, as <c>eps</c> and the initial statistics assume.</summary>
    RootDimension,

    /// <summary>τ = 1, the literal form of the paper: <c>F.normalize</c> over the whole sample, then <c>batch_norm</c>.</summary>
    Unit,
}

/// <summary>What is computed, apart from the shape and the data: y = act(L2BN(x) + residual). The one record of these options: the
/// kernels, the layer and the composed operators all read it.</summary>
public readonly record struct NormOptions
{
    /// <summary>The default of <see cref="NegativeSlope"/>.</summary>
    public const double DefaultNegativeSlope = 0.01;

    /// <summary>PyTorch's and this project's defaults: eps 1e-5, norm_eps 1e-12, τ = √D, no activation.</summary>
    public NormOptions()
    {
    }

    /// <summary>Added to the variance of a channel; finite, ≥ 0. Default 1e-5.</summary>
    public double Eps { get; init; } = 1e-5;

    /// <summary>Smallest norm of a sample, as in <c>F.normalize</c>; finite, ≥ 0. Default 1e-12.</summary>
    public double NormEps { get; init; } = 1e-12;

    /// <summary>The length to which samples are scaled. Default <see cref="FeatureScale.RootDimension"/>.</summary>
    public FeatureScale Scale { get; init; } = FeatureScale.RootDimension;

    /// <summary>Whether samples are scaled at all. False computes plain batch normalization by the same loops: the control in
    /// benchmarks. Default true.</summary>
    public bool NormalizeSamples { get; init; } = true;

    /// <summary>The fused activation. Default <see cref="Activation.Identity"/>.</summary>
    public Activation Activation { get; init; } = Activation.Identity;

    /// <summary>Slope of <see cref="Activation.LeakyRelu"/> below zero; finite, ≥ 0 (so that the output has the sign that the value had
    /// before the activation). Default 0.01.</summary>
    public double NegativeSlope { get; init; } = DefaultNegativeSlope;

    /// <summary>τ, the length to which samples of <paramref name="dimension"/> features are scaled.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Scale"/> is not a named value.</exception>
    public double TargetNorm(long dimension) => Scale switch
    {
        FeatureScale.RootDimension => Math.Sqrt(dimension),
        FeatureScale.Unit => 1,
        _ => throw ThrowHelper.UnknownScale(Scale),
    };

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; the message names it.</exception>
    public void Validate()
    {
        ThrowHelper.UnlessFiniteNonNegative(Eps, nameof(Eps));
        ThrowHelper.UnlessFiniteNonNegative(NormEps, nameof(NormEps));
        ThrowHelper.UnlessFiniteNonNegative(NegativeSlope, nameof(NegativeSlope));
        if (!Enum.IsDefined(Scale))
            throw ThrowHelper.UnknownScale(Scale);
        if (!Enum.IsDefined(Activation))
            throw ThrowHelper.UnknownActivation(Activation);
    }
}
