namespace L2BN.Kernels.Loops;

/// <summary>
/// What the loops over one plane need, in the element type. Forward writes y = act(a·(x − p) + t): the pivot p is the plane's image
/// of the channel mean, so a·(x − p) does not cancel for large means, and t, computed in double, makes up for p's rounding.
/// </summary>
internal struct Coefficients<T>
    where T : unmanaged
{
    /// <summary>Factor of forward.</summary>
    public T A;

    /// <summary>Pivot of forward and backward.</summary>
    public T P;

    /// <summary>Offset of forward.</summary>
    public T Offset;

    /// <summary>Factor of the gradient in backward, dx = GradientFactor·g + InputFactor·(x − p) + GradientOffset.</summary>
    public T GradientFactor;

    /// <summary>Factor of the centred input in backward.</summary>
    public T InputFactor;

    /// <summary>Offset in backward.</summary>
    public T GradientOffset;

    /// <summary>Slope of the activation below zero.</summary>
    public T Slope;

    /// <summary>Whether results are stored past the caches.</summary>
    public bool Stream;

    /// <summary>Elements from what the loop works on to what it asks for.</summary>
    public nint Ahead;

    /// <summary>A power of two by which the input is multiplied as it is loaded.</summary>
    public T Unit;
}
