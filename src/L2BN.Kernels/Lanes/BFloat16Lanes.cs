using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace L2BN.Kernels.Lanes;

/// <summary>
/// Registers of floats from and to <see cref="BFloat16"/>. Widening is a shift by 16 bits. Narrowing adds half of the last bit that is
/// kept, less one where that bit is even, and drops the lower half, in integers: round to nearest even; what overflows becomes infinite by
/// itself, and a NaN is kept by setting its bits.
/// </summary>
internal static unsafe class BFloat16Lanes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load128(ushort* source) =>
        (Vector128.WidenLower(Vector64.Load(source).ToVector128Unsafe()) << 16).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load256(ushort* source) => Avx2.IsSupported
        ? Avx2.ShiftLeftLogical(Avx2.ConvertToVector256Int32(source), 16).AsSingle()
        : (Vector256.WidenLower(Vector128.Load(source).ToVector256Unsafe()) << 16).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load512(ushort* source) =>
        (Vector512.WidenLower(Vector256.Load(source).ToVector512Unsafe()) << 16).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> LoadDouble128(ushort* source)
    {
        var two = Vector128.WidenLower(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<uint>(source)).AsUInt16());
        return Vector128.WidenLower((two << 16).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector64<ushort> Narrow(Vector128<float> value)
    {
        Vector128<int> upper = Upper(value);
        Vector128<ushort> both = Sse41.IsSupported
            ? Sse41.PackUnsignedSaturate(upper, upper)
            : Vector128.Narrow(upper, upper).AsUInt16();
        return both.GetLower();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ushort> Narrow(Vector256<float> value)
    {
        Vector256<int> upper = Upper(value);
        return Sse41.IsSupported
            ? Sse41.PackUnsignedSaturate(upper.GetLower(), upper.GetUpper())
            : Vector128.Narrow(upper.GetLower(), upper.GetUpper()).AsUInt16();
    }

    /// <summary>Two registers at once, by AVX2: one packing and one store for both. Packing takes halves in turn; that is undone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ushort> Narrow(Vector256<float> first, Vector256<float> second) =>
        Avx2.Permute4x64(Avx2.PackUnsignedSaturate(Upper(first), Upper(second)).AsUInt64(), 0b11_01_10_00).AsUInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ushort> Narrow(Vector512<float> value)
    {
        Vector512<uint> bits = value.AsUInt32();
        bits = (bits + Vector512.Create(0x7FFFu) + ((bits >> 16) & Vector512<uint>.One)) | Vector512.IsNaN(value).AsUInt32();
        Vector512<uint> upper = bits >> 16;
        return Avx512F.IsSupported ? Avx512F.ConvertToVector256UInt16(upper) : Vector256.Narrow(upper.GetLower(), upper.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Upper(Vector128<float> value)
    {
        Vector128<uint> bits = value.AsUInt32();
        bits = (bits + Vector128.Create(0x7FFFu) + ((bits >> 16) & Vector128<uint>.One)) | Vector128.IsNaN(value).AsUInt32();
        return (bits >> 16).AsInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Upper(Vector256<float> value)
    {
        Vector256<uint> bits = value.AsUInt32();
        bits = (bits + Vector256.Create(0x7FFFu) + ((bits >> 16) & Vector256<uint>.One)) | Vector256.IsNaN(value).AsUInt32();
        return (bits >> 16).AsInt32();
    }
}
