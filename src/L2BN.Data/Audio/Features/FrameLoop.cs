using System.Numerics;

namespace L2BN.Data.Audio.Features;

/// <summary>Cuts a signal into windowed frames and passes their spectra to a sink: the loop of all features. Reuses its buffers; not
/// thread-safe.</summary>
internal sealed class FrameLoop
{
    private readonly StftOptions _options;
    private readonly double[] _window;
    private readonly LaneFourier _fourier;
    private readonly Vector<double>[] _re, _im;

    internal FrameLoop(StftOptions options)
    {
        options.Validate();
        _options = options;
        _window = Windows.Centered(options.Window, options.WinLength ?? options.NFft, options.NFft);
        _fourier = new LaneFourier(options.NFft);
        (_re, _im) = (new Vector<double>[_fourier.Bins], new Vector<double>[_fourier.Bins]);
    }

    /// <summary>Frequencies of a frame.</summary>
    internal int Bins => _fourier.Bins;

    /// <summary>Runs over all frames of <paramref name="y"/>.</summary>
    internal void Run<TSink>(ReadOnlySpan<float> y, ref TSink sink) where TSink : struct, IFrameSink
    {
        int frames = _options.FrameCount(y.Length);
        ReadOnlySpan<float> padded = _options.Center ? Framing.Pad(y, _options.NFft / 2, _options.PadMode) : y;
        for (int first = 0; first < frames; first += LaneFourier.Lanes)
        {
            int count = Math.Min(LaneFourier.Lanes, frames - first);
            for (int lane = 0; lane < count; lane++)
                _fourier.Load(padded.Slice((first + lane) * _options.HopLength, _options.NFft), _window, lane, _re, _im);
            _fourier.Transform(_re, _im);
            sink.Take(_re, _im, first, count);
        }
    }
}

/// <summary>Takes the spectra of a few frames at a time; a struct, so that each use of <see cref="FrameLoop"/> is compiled for its
/// sink.</summary>
internal interface IFrameSink
{
    /// <summary>Takes frames <paramref name="first"/> to <paramref name="first"/> + <paramref name="count"/> − 1, one in each
    /// lane.</summary>
    /// <param name="re">Real parts, one vector per frequency; may be overwritten.</param>
    /// <param name="im">Imaginary parts; may be overwritten.</param>
    /// <param name="first">Index of the frame in lane 0.</param>
    /// <param name="count">Lanes in use, from lane 0.</param>
    void Take(Span<Vector<double>> re, Span<Vector<double>> im, int first, int count);
}

/// <summary>Turns complex spectra into magnitudes to some power, in place of their real parts.</summary>
internal readonly struct SpectralPower
{
    private readonly double _power;

    internal SpectralPower(double power)
    {
        if (!(power > 0 && double.IsFinite(power)))
            throw new ArgumentOutOfRangeException(nameof(power), power, "Expected a finite exponent above 0.");
        _power = power;
    }

    internal void Apply(Span<Vector<double>> re, Span<Vector<double>> im)
    {
        for (int k = 0; k < re.Length; k++)
            re[k] = re[k] * re[k] + im[k] * im[k];
        if (_power == 2)
            return;
        for (int k = 0; k < re.Length; k++)
            re[k] = _power == 1 ? Vector.SquareRoot(re[k]) : Raised(re[k]);
    }

    private Vector<double> Raised(Vector<double> squared)
    {
        Span<double> lanes = stackalloc double[Vector<double>.Count];
        for (int lane = 0; lane < lanes.Length; lane++)
            lanes[lane] = Math.Pow(squared[lane], _power / 2);
        return new Vector<double>(lanes);
    }
}
