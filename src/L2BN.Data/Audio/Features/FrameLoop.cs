using System.Numerics;

namespace L2BN.Data.Audio;

/// <summary>Cuts a signal into windowed frames and hands their spectra to a sink: the one loop behind all features. Keeps its tables; not
/// for two threads at once.</summary>
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
        var padded = _options.Center ? Framing.Pad(y, _options.NFft / 2, _options.PadMode) : y;
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
