namespace L2BN;

/// <summary>What is applied to the normalised output, after the residual is added.</summary>
public enum Activation
{
    /// <summary>y, unchanged.</summary>
    Identity,

    /// <summary>max(y, 0).</summary>
    Relu,

    /// <summary>y where y &gt; 0, otherwise slope · y; the slope is 0.01 unless told otherwise.</summary>
    LeakyRelu,
}
