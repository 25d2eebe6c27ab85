namespace L2BN;

/// <summary>What is applied to the normalized output, after the residual is added.</summary>
public enum Activation
{
    /// <summary>y, unchanged.</summary>
    Identity,

    /// <summary>max(y, 0); NaN stays NaN.</summary>
    Relu,

    /// <summary>y where y &gt; 0, otherwise slope · y; the default slope is 0.01.</summary>
    LeakyRelu,
}

/// <summary>What callers need to know about an activation, apart from its name.</summary>
public static class ActivationExtensions
{
    /// <summary>Whether the residual's gradient may be written over the output's gradient. Where columns or overflows are visited twice the
    /// gradient is masked twice, which only a mask of zeros and ones survives.</summary>
    public static bool AllowsGradientInPlace(this Activation activation) => activation == Activation.Relu;
}
