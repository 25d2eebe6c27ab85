namespace L2BN.Data.Audio.Features;

/// <summary>Logarithms of power.</summary>
public static class LogCompression
{
    /// <summary>librosa's <c>top_db</c>.</summary>
    public const double DefaultTopDb = 80;

    /// <summary>librosa's <c>amin</c>.</summary>
    public const double DefaultAmin = 1e-10;

    /// <summary>ln(x + <paramref name="offset"/>), in place.</summary>
    /// <param name="power">Values of at least 0.</param>
    /// <param name="offset">The value of silence, above 0; 1e-8 in the acoustic recipes.</param>
    public static void Natural(Span<float> power, double offset = 1e-8)
    {
        for (int i = 0; i < power.Length; i++)
            power[i] = (float)Math.Log(power[i] + offset);
    }

    /// <summary>librosa's <c>power_to_db</c>, in place: 10·log10(max(amin, x)) − 10·log10(max(amin, ref)), not more than top_db below the
    /// largest value.</summary>
    /// <param name="power">Values of at least 0.</param>
    /// <param name="reference">ref: the power of 0 dB; null for the largest value. Default 1.</param>
    /// <param name="amin">The smallest power that differs from silence, above 0.</param>
    /// <param name="topDb">top_db: range below the largest value, at least 0; smaller values are raised to its end. Null for no
    /// limit.</param>
    public static void PowerToDb(Span<float> power, double? reference = 1, double amin = DefaultAmin, double? topDb = DefaultTopDb)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(amin);
        ArgumentOutOfRangeException.ThrowIfNegative(topDb ?? 0);
        double zero = Decibels(reference ?? Largest(power), amin);
        double floor = topDb is null ? double.NegativeInfinity : Decibels(Largest(power), amin) - zero - topDb.Value;
        for (int i = 0; i < power.Length; i++)
            power[i] = (float)Math.Max(Decibels(power[i], amin) - zero, floor);
    }

    private static double Decibels(double power, double amin) => 10 * Math.Log10(Math.Max(power, amin));

    private static float Largest(ReadOnlySpan<float> values)
    {
        float largest = 0;
        foreach (float value in values)
            largest = Math.Max(largest, value);
        return largest;
    }
}

/// <summary>Logarithm of mel power.</summary>
public enum LogScale
{
    /// <summary>ln(x + offset): the acoustic recipes' choice, with offset 1e-8.</summary>
    Natural,

    /// <summary>10·log10(max(x, 1e-10)), cut at 80 dB below the loudest value of the clip: librosa's <c>power_to_db</c> with its
    /// defaults.</summary>
    Decibel,

    /// <summary>Left as it is.</summary>
    None,
}
