using System.Runtime.CompilerServices;
using L2BN.Kernels.Lanes;

namespace L2BN.Kernels.Passes;

/// <summary>A boolean as a type, so that loops are specialized for it.</summary>
internal interface IConstant
{
    static abstract bool Value { get; }
}

internal readonly struct True : IConstant
{
    public static bool Value => true;
}

internal readonly struct False : IConstant
{
    public static bool Value => false;
}

/// <summary>
/// The factor of a sample's values, as a type. Samples of ordinary size have none. A sample so large or small that squares or coefficients
/// would overflow or underflow is multiplied by a power of two as it is loaded: that is exact, so its results have the bits of the same
/// sample at ordinary size.
/// </summary>
internal interface IInputScale
{
    static abstract TLanes Apply<TLanes, T>(TLanes value, TLanes scale)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged;
}

/// <summary>Values as they are.</summary>
internal readonly struct NoScale : IInputScale
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Apply<TLanes, T>(TLanes value, TLanes scale)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged => value;
}

/// <summary>Values times a power of two.</summary>
internal readonly struct PowerOfTwo : IInputScale
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Apply<TLanes, T>(TLanes value, TLanes scale)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged => value * scale;
}
