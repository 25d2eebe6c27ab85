namespace L2BN.Data.Audio.Resampling;

/// <summary>The low-pass filter of a rate change, sampled at the fractional positions (phases) at which an output may lie between
/// two input samples.</summary>
/// <remarks>
/// <para>
/// h(t) = 2f·sinc(2f·t)·kaiser(t / T), t in input samples, f the cut-off in cycles per input sample. With 64 zero crossings to either side
/// and β for 100 dB the transition is 10 % of the smaller Nyquist frequency wide; it is put right below it.
/// </para>
/// <para>
/// Rates with a useful common divisor have few phases, and each is stored. For the others (44,101 to 22,050 Hz has 22,050 of them) a grid
/// is stored, and outputs between two of its phases are interpolated. A line misses a sine of angular frequency ω by at most (ωd)²/8 at a
/// grid distance of d; with 1024 phases per period of the output's rate that is 1.2e-6 or −118 dB, below the filter's own stop-band. So
/// memory and time have a bound whatever rate a file claims.
/// </para>
/// </remarks>
internal sealed class PhaseBank
{
    private const int ZeroCrossings = 64, GridPhases = 1024;
    private const double AttenuationDb = 100, CutOff = 0.95;

    /// <summary>Most coefficients that are stored for every phase: 8 MiB, enough for all rates in use.</summary>
    private const int MostStored = 1 << 21;

    private static readonly double s_beta = Kaiser.Beta(AttenuationDb);
    private readonly long _up, _phases;
    private readonly double _frequency, _reach;
    private readonly float[] _stored;

    /// <param name="up">Phases of the outputs: output rate / greatest common divisor.</param>
    /// <param name="down">Input rate / greatest common divisor.</param>
    internal PhaseBank(long up, long down)
    {
        double widening = Math.Max(1, (double)down / up);
        (_up, _reach, _frequency) = (up, ZeroCrossings * widening, 0.5 * CutOff / widening);
        Half = (int)Math.Ceiling(_reach);
        _phases = up * Taps <= MostStored ? up : (long)Math.Ceiling(GridPhases / widening);
        _stored = new float[(_phases + 1) * Taps];
        for (int phase = 0; phase <= _phases; phase++)
            Fill((double)phase / _phases, _stored.AsSpan(phase * Taps, Taps));
    }

    /// <summary>Input samples that an output depends on.</summary>
    internal int Taps => 2 * Half;

    /// <summary>Input samples up to the time of an output, one at the same time included.</summary>
    internal int Half { get; }

    /// <summary>Coefficients, oldest input first, at the grid's phases before and after an output that lies phase / up after an input
    /// sample.</summary>
    /// <param name="phase">0 ≤ phase &lt; up.</param>
    /// <param name="weight">Share of the second; 0 where the first is the phase itself.</param>
    /// <param name="after">The second.</param>
    internal ReadOnlySpan<float> Coefficients(long phase, out float weight, out ReadOnlySpan<float> after)
    {
        (long index, long rest) = Math.DivRem(phase * _phases, _up);
        weight = (float)rest / _up;
        after = _stored.AsSpan((int)(index + 1) * Taps, Taps);
        return _stored.AsSpan((int)index * Taps, Taps);
    }

    private void Fill(double between, Span<float> coefficients)
    {
        for (int k = 0; k < Taps; k++)
            coefficients[k] = (float)Response(k - Half + 1 - between);
    }

    private double Response(double t) => 2 * _frequency * Sinc(2 * _frequency * t) * Kaiser.At(t / _reach, s_beta);

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);
}

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
