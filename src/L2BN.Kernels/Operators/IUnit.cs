using System.Runtime.CompilerServices;
using L2BN.Kernels.Lanes;

namespace L2BN.Kernels.Operators;

/// <summary>
/// The unit a sample is measured in. Samples of ordinary size are taken as they are. A sample so large or small that squares or
/// coefficients would overflow or underflow is multiplied by a power of two as it is loaded: that is exact, so its results have
/// the bits of the same sample at ordinary size.
/// </summary>
internal interface IUnit
{
    static abstract TLanes In<TLanes, T>(TLanes value, TLanes unit)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged;
}

/// <summary>Values are taken as they are.</summary>
internal readonly struct AsIs : IUnit
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes In<TLanes, T>(TLanes value, TLanes unit)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged => value;
}

/// <summary>Values are multiplied by a power of two.</summary>
internal readonly struct PowerOfTwo : IUnit
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes In<TLanes, T>(TLanes value, TLanes unit)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged => value * unit;
}
