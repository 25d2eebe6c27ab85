using System.Numerics;
using System.Runtime.InteropServices;

namespace L2BN.Data.Audio.Resampling;

/// <summary>
/// Changes the sample rate by a band-limited polyphase filter: a sinc of 64 zero crossings to either side under a Kaiser window. Passes up
/// to 90 % of the smaller Nyquist frequency within 0.001 dB, stops all from that Nyquist frequency up by 100 dB, and has no delay: output n
/// is the signal at input time n·from/to. Immutable and thread-safe.
/// </summary>
public sealed class Resampler
{
    /// <summary>The highest sample rate, in hertz: double the highest in use.</summary>
    public const int HighestRate = 768_000;

    /// <summary>The lowest sample rate of an output, in hertz: the filter grows with the ratio of the rates.</summary>
    public const int LowestOutputRate = 1000;

    private readonly long _up, _down;
    private readonly PhaseBank _bank;

    /// <summary>Computes the filter.</summary>
    /// <param name="from">Hertz of the input, 1 to 768,000.</param>
    /// <param name="to">Hertz of the output, 1000 to 768,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate out of range.</exception>
    public Resampler(int from, int to)
    {
        Check(from, 1);
        Check(to, LowestOutputRate);
        long divisor = (long)BigInteger.GreatestCommonDivisor(from, to);
        (_up, _down) = (to / divisor, from / divisor);
        _bank = new PhaseBank(_up, _down);
    }

    /// <summary>Output samples for <paramref name="input"/> input samples: input·to/from, rounded up.</summary>
    public long OutputLength(long input) => (long)(((Int128)input * _up + _down - 1) / _down);

    /// <summary>Input samples on which the first <paramref name="output"/> samples depend; later ones make no difference.</summary>
    public long InputLength(long output) => output == 0 ? 0 : (long)((Int128)(output - 1) * _down / _up) + _bank.Half + 1;

    /// <summary>Resamples a whole signal, silence before and after it.</summary>
    /// <exception cref="ArgumentException">The output would not fit into memory.</exception>
    public float[] Apply(ReadOnlySpan<float> x)
    {
        if (OutputLength(x.Length) > Array.MaxLength)
            throw new ArgumentException(
                $"Expected at most {Array.MaxLength} samples of output, got {OutputLength(x.Length)} for {x.Length} samples of input.",
                nameof(x));
        float[] result = new float[OutputLength(x.Length)];
        Apply(x, result);
        return result;
    }

    /// <summary>Computes the first samples of the output.</summary>
    /// <param name="x">The signal; silence is before and after it.</param>
    /// <param name="destination">Any number of samples.</param>
    public void Apply(ReadOnlySpan<float> x, Span<float> destination)
    {
        if (_up == _down)
        {
            x[..Math.Min(x.Length, destination.Length)].CopyTo(destination);
            destination[Math.Min(x.Length, destination.Length)..].Clear();
            return;
        }
        float[] padded = new float[x.Length + 2 * _bank.Taps];
        x.CopyTo(padded.AsSpan(_bank.Taps));
        for (int n = 0; n < destination.Length; n++)
        {
            (long at, long phase) = Math.DivRem(n * _down, _up);
            // Far after the end there is silence only, the zeros that the signal is padded with.
            int first = (int)Math.Min(at - _bank.Half + 1, x.Length) + _bank.Taps;
            destination[n] = Filter(padded.AsSpan(first, _bank.Taps), phase);
        }
    }

    private float Filter(ReadOnlySpan<float> x, long phase)
    {
        float value = Dot(x, _bank.Coefficients(phase, out float weight, out ReadOnlySpan<float> after));
        return weight == 0 ? value : value + weight * (Dot(x, after) - value);
    }

    private static void Check(int rate, int lowest)
    {
        if (rate < lowest || rate > HighestRate)
            throw new ArgumentOutOfRangeException(nameof(rate), rate, $"Expected a sample rate of {lowest} to {HighestRate} Hz.");
    }

    /// <summary>Two vectors of sums, then the rest: the order of summation is fixed by the length and the machine's vector width.</summary>
    private static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        ReadOnlySpan<Vector<float>> a = MemoryMarshal.Cast<float, Vector<float>>(x);
        ReadOnlySpan<Vector<float>> b = MemoryMarshal.Cast<float, Vector<float>>(y);
        Vector<float> even = default, odd = default;
        int i = 0;
        for (; i + 1 < a.Length; i += 2)
        {
            even += a[i] * b[i];
            odd += a[i + 1] * b[i + 1];
        }
        if (i < a.Length)
            even += a[i] * b[i];
        float sum = Vector.Sum(even + odd);
        for (int k = a.Length * Vector<float>.Count; k < x.Length; k++)
            sum += x[k] * y[k];
        return sum;
    }
}
