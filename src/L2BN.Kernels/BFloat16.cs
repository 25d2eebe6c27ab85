using System.Globalization;

namespace L2BN.Kernels;

/// <summary>
/// A number in the upper 16 bits of a float: its range, with 8 significant bits. A type of storage: the kernels widen it to float as they
/// load it, compute in float, and round once as they store. The runtime has no such type yet.
/// </summary>
/// <param name="Bits">Sign, 8 bits of exponent, 7 of the significand.</param>
public readonly record struct BFloat16(ushort Bits)
{
    /// <summary>The number itself, exactly.</summary>
    public float ToSingle() => BitConverter.UInt32BitsToSingle((uint)Bits << 16);

    /// <summary>The nearest number, the even one of two; NaN stays NaN. Rounded once: on the way a float would be rounded to nearest and
    /// then again, so it is rounded to odd, which the second rounding cannot mistake for a tie.</summary>
    public static BFloat16 FromDouble(double value)
    {
        float single = (float)value;
        uint bits = BitConverter.SingleToUInt32Bits(single);
        if (double.IsNaN(value))
            return new BFloat16((ushort)((bits >> 16) | 0x40));
        if (single != value)
            bits = (bits - (Math.Abs((double)single) > Math.Abs(value) ? 1u : 0)) | 1;
        return new BFloat16((ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16));
    }

    /// <inheritdoc/>
    public override string ToString() => ToSingle().ToString(CultureInfo.InvariantCulture);
}
