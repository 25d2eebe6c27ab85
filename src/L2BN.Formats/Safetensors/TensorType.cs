using System.Diagnostics.CodeAnalysis;

namespace L2BN.Formats;

/// <summary>Element types of safetensors whose elements fill whole bytes, by the names the format gives them.</summary>
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

    /// <summary>IEEE double.</summary>
    F64,

    /// <summary>Signed, 64 bits.</summary>
    I64,

    /// <summary>Unsigned, 64 bits.</summary>
    U64,
}

/// <summary>Sizes of <see cref="TensorType"/>.</summary>
public static class TensorTypes
{
    /// <summary>Bytes of one element: 1, 2, 4 or 8.</summary>
    public static int ByteCount(this TensorType type) => type switch
    {
        <= TensorType.F8_E4M3 => 1,
        <= TensorType.BF16 => 2,
        <= TensorType.F32 => 4,
        _ => 8,
    };
}
