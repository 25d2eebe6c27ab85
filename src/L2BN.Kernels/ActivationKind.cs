namespace L2BN.Kernels;

/// <summary>The functions that can be fused behind the normalisation.</summary>
public enum ActivationKind
{
    /// <summary>u.</summary>
    Identity,

    /// <summary>max(u, 0); NaN stays NaN.</summary>
    Relu,

    /// <summary>u where u &gt; 0, slope·u elsewhere.</summary>
    LeakyRelu,
}
