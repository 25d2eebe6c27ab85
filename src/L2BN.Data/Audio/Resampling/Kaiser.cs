namespace L2BN.Data.Audio;

/// <summary>Kaiser's window: near the best there is for a given length and stop-band (Kaiser 1974).</summary>
internal static class Kaiser
{
    /// <summary>β for a stop-band attenuation above 50 dB, by Kaiser's formula.</summary>
    internal static double Beta(double attenuationDb) => 0.1102 * (attenuationDb - 8.7);

    /// <summary>The window at <paramref name="x"/>, −1 to 1; 0 outside.</summary>
    internal static double At(double x, double beta) => Math.Abs(x) > 1 ? 0 : BesselI0(beta * Math.Sqrt(1 - x * x)) / BesselI0(beta);

    /// <summary>The modified Bessel function of order 0, by its power series Σ ((x/2)^k / k!)².</summary>
    internal static double BesselI0(double x)
    {
        double sum = 1, term = 1;
        for (int k = 1; term > 1e-17 * sum; k++)
        {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }
        return sum;
    }
}
