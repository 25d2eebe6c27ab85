namespace L2BN.Data.Audio;

/// <summary>The low-pass filter of a rate change, sampled at places between two input samples where an output may fall.</summary>
/// <remarks>
/// <para>
/// h(t) = 2f·sinc(2f·t)·kaiser(t / T), t in input samples, f the cut-off in cycles per input sample. With 64 zero crossings to either side
/// and β for 100 dB the transition is 10 % of the smaller Nyquist frequency wide; it is put right below it.
/// </para>
/// <para>
/// Rates with a useful common divisor have few places, and each is stored. For the others (44,101 to 22,050 Hz has 22,050 of them) a grid
/// is stored, and outputs between two of its places are interpolated. A line misses a sine of angular frequency ω by at most (ωd)²/8 at a
/// grid distance of d; with 1024 places per period of the output's rate that is 1.2e-6 or −118 dB, below the filter's own stop-band. So
/// memory and time have a bound whatever rate a file claims.
/// </para>
/// </remarks>
internal sealed class PhaseBank
{
    private const int ZeroCrossings = 64, GridPlaces = 1024;
    private const double AttenuationDb = 100, CutOff = 0.95;

    /// <summary>Most coefficients that are stored place by place: 8 MiB, enough for all rates in use.</summary>
    private const int MostStored = 1 << 21;

    private static readonly double s_beta = Kaiser.Beta(AttenuationDb);
    private readonly long _up, _places;
    private readonly double _frequency, _reach;
    private readonly float[] _stored;

    /// <param name="up">Places where an output may fall: output rate / greatest common divisor.</param>
    /// <param name="down">Input rate / greatest common divisor.</param>
    internal PhaseBank(long up, long down)
    {
        double widening = Math.Max(1, (double)down / up);
        (_up, _reach, _frequency) = (up, ZeroCrossings * widening, 0.5 * CutOff / widening);
        Half = (int)Math.Ceiling(_reach);
        _places = up * Taps <= MostStored ? up : (long)Math.Ceiling(GridPlaces / widening);
        _stored = new float[(_places + 1) * Taps];
        for (int place = 0; place <= _places; place++) Fill((double)place / _places, _stored.AsSpan(place * Taps, Taps));
    }

    /// <summary>Input samples behind an output.</summary>
    internal int Taps => 2 * Half;

    /// <summary>Input samples before the place of an output, the one at it included.</summary>
    internal int Half { get; }

    /// <summary>Coefficients, oldest input first, at the grid's places before and after an output that falls phase / up behind an input
    /// sample.</summary>
    /// <param name="phase">0 ≤ phase &lt; up.</param>
    /// <param name="weight">Share of the second; 0 where the first is the place itself.</param>
    /// <param name="after">The second.</param>
    internal ReadOnlySpan<float> Coefficients(long phase, out float weight, out ReadOnlySpan<float> after)
    {
        var (place, rest) = Math.DivRem(phase * _places, _up);
        weight = (float)rest / _up;
        after = _stored.AsSpan((int)(place + 1) * Taps, Taps);
        return _stored.AsSpan((int)place * Taps, Taps);
    }

    private void Fill(double between, Span<float> coefficients)
    {
        for (int k = 0; k < Taps; k++) coefficients[k] = (float)Response(k - Half + 1 - between);
    }

    private double Response(double t) => 2 * _frequency * Sinc(2 * _frequency * t) * Kaiser.At(t / _reach, s_beta);

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);
}
