using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace L2BN.Formats.Safetensors;

/// <summary>Element types of safetensors whose elements fill whole bytes, by the names the format gives them.</summary>
/// <remarks>The packed types of 4 and 6 bits (F4, F6_E2M3, F6_E3M2) are missing: no shape of theirs has a byte per element.</remarks>
[SuppressMessage("Naming", "CA1720", Justification = "The format's own names.")]
public enum TensorType
{
    /// <summary>A byte, 0 or 1.</summary>
    BOOL,

    /// <summary>Unsigned, 8 bits.</summary>
    U8,

    /// <summary>Signed, 8 bits.</summary>
    I8,

    /// <summary>Float of 8 bits, 5 of exponent, 2 of mantissa.</summary>
    F8_E5M2,

    /// <summary>Float of 8 bits, 4 of exponent, 3 of mantissa.</summary>
    F8_E4M3,

    /// <summary>Exponent of 8 bits: a power of two, as scales of blocks are.</summary>
    F8_E8M0,

    /// <summary>As <see cref="F8_E4M3"/>, finite, with one zero (AMD).</summary>
    F8_E4M3FNUZ,

    /// <summary>As <see cref="F8_E5M2"/>, finite, with one zero (AMD).</summary>
    F8_E5M2FNUZ,

    /// <summary>Signed, 16 bits.</summary>
    I16,

    /// <summary>Unsigned, 16 bits.</summary>
    U16,

    /// <summary>IEEE half.</summary>
    F16,

    /// <summary>Upper half of a float32.</summary>
    BF16,

    /// <summary>Signed, 32 bits.</summary>
    I32,

    /// <summary>Unsigned, 32 bits.</summary>
    U32,

    /// <summary>IEEE single.</summary>
    F32,

    /// <summary>Complex of two IEEE singles, real part first.</summary>
    C64,

    /// <summary>IEEE double.</summary>
    F64,

    /// <summary>Signed, 64 bits.</summary>
    I64,

    /// <summary>Unsigned, 64 bits.</summary>
    U64,
}

/// <summary>Names and sizes of <see cref="TensorType"/>.</summary>
public static class TensorTypes
{
    private static readonly FrozenDictionary<string, TensorType> s_byName =
        Enum.GetValues<TensorType>().ToFrozenDictionary(type => type.ToString(), StringComparer.Ordinal);

    /// <summary>Bytes of one element: 1, 2, 4 or 8.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not one of the types.</exception>
    public static int ByteCount(this TensorType type) => type switch
    {
        TensorType.BOOL or TensorType.U8 or TensorType.I8 or TensorType.F8_E5M2 or TensorType.F8_E4M3 or TensorType.F8_E8M0
            or TensorType.F8_E4M3FNUZ or TensorType.F8_E5M2FNUZ => 1,
        TensorType.I16 or TensorType.U16 or TensorType.F16 or TensorType.BF16 => 2,
        TensorType.I32 or TensorType.U32 or TensorType.F32 => 4,
        TensorType.C64 or TensorType.F64 or TensorType.I64 or TensorType.U64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Expected an element type of safetensors."),
    };

    /// <summary>The type of a name; only the exact names are types, not their numbers.</summary>
    internal static TensorType? Find(string name) => s_byName.TryGetValue(name, out TensorType type) ? type : null;
}
