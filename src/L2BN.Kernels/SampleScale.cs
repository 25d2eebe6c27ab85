namespace L2BN.Kernels;

/// <summary>The length τ that every sample is given before its channels are normalised.</summary>
public enum SampleScale
{
    /// <summary>τ = √D, D = C·S: values of unit mean square. The default.</summary>
    RootDimension,

    /// <summary>τ = 1: <c>F.normalize</c> followed by batch normalisation, to the letter.</summary>
    Unit,

    /// <summary>Samples are left as they are: plain batch normalisation by the same loops (the control in benchmarks).</summary>
    None,
}
