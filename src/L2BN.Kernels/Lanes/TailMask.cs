using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace L2BN.Kernels.Lanes;

/// <summary>64 zero bytes followed by 64 of all ones: loaded at the right offset, a mask of the last lanes of a register.</summary>
internal static unsafe class TailMask
{
    private static ReadOnlySpan<byte> Bytes =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    ];

    /// <summary>Where a mask of <paramref name="width"/> bytes begins whose last <paramref name="ones"/> bytes are set. The table is
    /// part of the assembly's image, so its address never moves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* At(int width, int ones) =>
        (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(Bytes)) + (64 - width + ones);
}
