namespace L2BN.Kernels;

/// <summary>What a kernel computes, apart from the shape and the data: y = act(L2BN(x) + residual).</summary>
public readonly record struct NormOptions
{
    /// <summary>PyTorch's and this project's defaults: eps 1e-5, norm_eps 1e-12, τ = √D, no activation.</summary>
    public NormOptions()
    {
    }

    /// <summary>Added to the variance of a channel; finite, ≥ 0. Default 1e-5.</summary>
    public double Eps { get; init; } = 1e-5;

    /// <summary>Smallest norm of a sample, as in <c>F.normalize</c>; finite, ≥ 0. Default 1e-12.</summary>
    public double NormEps { get; init; } = 1e-12;

    /// <summary>The length that samples are given. Default <see cref="SampleScale.RootDimension"/>.</summary>
    public SampleScale Scale { get; init; } = SampleScale.RootDimension;

    /// <summary>The fused activation. Default <see cref="ActivationKind.Identity"/>.</summary>
    public ActivationKind Activation { get; init; } = ActivationKind.Identity;

    /// <summary>Slope of <see cref="ActivationKind.LeakyRelu"/> below zero; finite, ≥ 0 (so that the sign of the output tells the
    /// sign before the activation). Default 0.01.</summary>
    public double NegativeSlope { get; init; } = 0.01;

    /// <summary>τ for samples of <paramref name="dimension"/> features.</summary>
    internal double Length(int dimension) => Scale == SampleScale.RootDimension ? Math.Sqrt(dimension) : 1;

    internal void Validate()
    {
        ThrowHelper.UnlessFiniteNonNegative(Eps, nameof(Eps));
        ThrowHelper.UnlessFiniteNonNegative(NormEps, nameof(NormEps));
        ThrowHelper.UnlessFiniteNonNegative(NegativeSlope, nameof(NegativeSlope));
    }
}
