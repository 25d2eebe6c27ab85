namespace L2BN.Data.Audio;

/// <summary>The low-pass filter of a rate change, sampled at each of the places between two input samples where an output may fall.</summary>
/// <remarks>
/// h(t) = 2f·sinc(2f·t)·kaiser(t / T), t in input samples, f the cut-off in cycles per input sample. With 64 zero crossings to either side and β for 100 dB the
/// transition is 10 % of the smaller Nyquist frequency wide; it is put right below it.
/// </remarks>
internal sealed class PhaseBank
{
    private const int ZeroCrossings = 64;
    private const double AttenuationDb = 100, CutOff = 0.95;

    /// <summary>Above so many coefficients (rates without a useful common divisor) they are computed when needed: slower, but in bounded memory.</summary>
    private const int MostStored = 1 << 21;

    private static readonly double s_beta = Kaiser.Beta(AttenuationDb);
    private readonly int _phases, _half;
    private readonly double _frequency, _reach;
    private readonly float[]? _stored;

    internal PhaseBank(int from, int to, int phases)
    {
        double widening = Math.Max(1, (double)from / to);
        (_phases, _reach, _frequency) = (phases, ZeroCrossings * widening, 0.5 * CutOff / widening);
        _half = (int)Math.Ceiling(_reach);
        if ((long)phases * Taps > MostStored) return;
        _stored = new float[phases * Taps];
        for (int phase = 0; phase < phases; phase++) Fill(phase, _stored.AsSpan(phase * Taps, Taps));
    }

    /// <summary>Input samples behind an output.</summary>
    internal int Taps => 2 * _half;

    /// <summary>Input samples before the place of an output, the one at it included.</summary>
    internal int Half => _half;

    /// <summary>Coefficients for an output that falls phase / phases behind an input sample, oldest input first.</summary>
    /// <param name="phase">0 ≤ phase &lt; phases.</param>
    /// <param name="scratch">Room for <see cref="Taps"/> values.</param>
    internal ReadOnlySpan<float> Coefficients(int phase, Span<float> scratch)
    {
        if (_stored is not null) return _stored.AsSpan(phase * Taps, Taps);
        Fill(phase, scratch);
        return scratch;
    }

    private void Fill(int phase, Span<float> coefficients)
    {
        double between = (double)phase / _phases;
        for (int k = 0; k < Taps; k++) coefficients[k] = (float)Response(k - _half + 1 - between);
    }

    private double Response(double t) => 2 * _frequency * Sinc(2 * _frequency * t) * Kaiser.At(t / _reach, s_beta);

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);
}
