using System.Runtime.CompilerServices;
using L2BN.Kernels.Lanes;

namespace L2BN.Kernels.Operators;

/// <summary>An activation as an empty struct, so that loops are specialised for it.</summary>
internal interface IActivation
{
    /// <summary>Whether the gradient passes unchanged, so that no mask has to be rebuilt.</summary>
    static abstract bool IsIdentity { get; }

    /// <summary>act(u).</summary>
    static abstract TLanes Forward<TLanes, T>(TLanes u, TLanes slope)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged;

    /// <summary>act'(u)·g; <paramref name="u"/> may as well be act(u), whose sign is the same.</summary>
    static abstract TLanes Backward<TLanes, T>(TLanes u, TLanes g, TLanes slope)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged;
}

/// <summary>u.</summary>
internal readonly struct Identity : IActivation
{
    public static bool IsIdentity => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Forward<TLanes, T>(TLanes u, TLanes slope)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged => u;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Backward<TLanes, T>(TLanes u, TLanes g, TLanes slope)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged => g;
}

/// <summary>max(u, 0), where NaN stays NaN and passes its gradient, as in PyTorch.</summary>
internal readonly struct Relu : IActivation
{
    public static bool IsIdentity => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Forward<TLanes, T>(TLanes u, TLanes slope)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged => TLanes.WhereNotPositive(u, default, u);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Backward<TLanes, T>(TLanes u, TLanes g, TLanes slope)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged => TLanes.WhereNotPositive(u, default, g);
}

/// <summary>u where u &gt; 0, slope·u elsewhere.</summary>
internal readonly struct LeakyRelu : IActivation
{
    public static bool IsIdentity => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Forward<TLanes, T>(TLanes u, TLanes slope)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged => TLanes.WhereNotPositive(u, u * slope, u);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Backward<TLanes, T>(TLanes u, TLanes g, TLanes slope)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged => TLanes.WhereNotPositive(u, g * slope, g);
}
