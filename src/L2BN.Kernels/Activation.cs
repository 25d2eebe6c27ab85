using System.Runtime.CompilerServices;
using L2BN.Kernels.Lanes;

namespace L2BN;

/// <summary>What is applied to the normalized output, after the residual is added.</summary>
/// <remarks>A new activation is a value here, a struct below, its line in <see cref="ActivationTable.Visit"/>, and its line in the
/// layer's <c>TorchActivation</c>; nothing else.</remarks>
public enum Activation
{
    /// <summary>y, unchanged.</summary>
    Identity,

    /// <summary>max(y, 0); NaN stays NaN.</summary>
    Relu,

    /// <summary>y where y &gt; 0, otherwise slope · y; the default slope is 0.01.</summary>
    LeakyRelu,
}

/// <summary>From the value of the enum to the type that the loops are specialized for, and what callers need to know about it.</summary>
public static class ActivationTable
{
    /// <summary>Whether the residual's gradient may be written over the output's gradient: columns, and runs whose sums overflow, are
    /// visited twice, so the gradient must be unchanged by masking it twice.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The activation is not a named value.</exception>
    public static bool AllowsGradientInPlace(this Activation activation) => activation.Visit<InPlaceVisitor, bool>(default);

    internal static TResult Visit<TVisitor, TResult>(this Activation activation, TVisitor visitor)
        where TVisitor : IActivationVisitor<TResult> => activation switch
        {
            Activation.Identity => visitor.Visit<IdentityActivation>(),
            Activation.Relu => visitor.Visit<ReluActivation>(),
            Activation.LeakyRelu => visitor.Visit<LeakyReluActivation>(),
            _ => throw Kernels.ThrowHelper.UnknownActivation(activation),
        };

    private readonly struct InPlaceVisitor : IActivationVisitor<bool>
    {
        public bool Visit<TActivation>()
            where TActivation : struct, IActivation => TActivation.MaskIsIdempotent;
    }
}

/// <summary>What is done with the type of an activation.</summary>
internal interface IActivationVisitor<TResult>
{
    TResult Visit<TActivation>()
        where TActivation : struct, IActivation;
}

/// <summary>An activation as an empty struct, so that loops are specialized for it. Its derivative depends on the sign of u
/// alone.</summary>
internal interface IActivation
{
    /// <summary>Whether the gradient passes unchanged, so that no mask has to be rebuilt.</summary>
    static virtual bool IsIdentity => false;

    /// <summary>Whether act'(u)·(act'(u)·g) = act'(u)·g.</summary>
    static abstract bool MaskIsIdempotent { get; }

    /// <summary>act(u).</summary>
    static abstract TLanes Forward<TLanes, T>(TLanes u, TLanes slope)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged;

    /// <summary>act'(u)·g; <paramref name="u"/> may as well be act(u), whose sign is the same.</summary>
    static abstract TLanes Backward<TLanes, T>(TLanes u, TLanes g, TLanes slope)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged;

    /// <summary>The specification: act(u) as a factor of u, which is act'(u) as well.</summary>
    static abstract double Factor(double u, double slope);
}

/// <summary>u.</summary>
internal readonly struct IdentityActivation : IActivation
{
    public static bool IsIdentity => true;

    public static bool MaskIsIdempotent => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Forward<TLanes, T>(TLanes u, TLanes slope)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged => u;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Backward<TLanes, T>(TLanes u, TLanes g, TLanes slope)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged => g;

    public static double Factor(double u, double slope) => 1;
}

/// <summary>max(u, 0), where NaN stays NaN and passes its gradient, as in PyTorch.</summary>
internal readonly struct ReluActivation : IActivation
{
    public static bool MaskIsIdempotent => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Forward<TLanes, T>(TLanes u, TLanes slope)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged => TLanes.WhereNotPositive(u, default, u);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Backward<TLanes, T>(TLanes u, TLanes g, TLanes slope)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged => TLanes.WhereNotPositive(u, default, g);

    public static double Factor(double u, double slope) => u <= 0 ? 0 : 1;
}

/// <summary>u where u &gt; 0, slope·u elsewhere.</summary>
internal readonly struct LeakyReluActivation : IActivation
{
    public static bool MaskIsIdempotent => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Forward<TLanes, T>(TLanes u, TLanes slope)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged => TLanes.WhereNotPositive(u, u * slope, u);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Backward<TLanes, T>(TLanes u, TLanes g, TLanes slope)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged => TLanes.WhereNotPositive(u, g * slope, g);

    public static double Factor(double u, double slope) => u <= 0 ? slope : 1;
}
