using System.Numerics;

namespace L2BN.Data.Audio.Features;

/// <summary>The short-time Fourier transform and its magnitudes, as librosa's <c>stft</c> and <c>_spectrogram</c>; computed in double
/// precision.</summary>
public static class ShortTimeFourier
{
    /// <summary>The complex spectrum of every frame.</summary>
    /// <param name="y">The signal; at least 1 sample where frames are centered, n_fft otherwise.</param>
    /// <param name="options">How the signal is cut into frames.</param>
    /// <returns>Bins × frames values, one row per frequency: frame t of bin k is at k·frames + t.</returns>
    /// <exception cref="ArgumentException">An option out of range, or a signal that is too short.</exception>
    public static Complex[] Transform(ReadOnlySpan<float> y, StftOptions options)
    {
        var loop = new FrameLoop(options);
        int frames = options.FrameCount(y.Length);
        var sink = new ComplexSink(new Complex[checked(options.Bins * frames)], frames);
        loop.Run(y, ref sink);
        return sink.Values;
    }

    /// <summary>Effectively <c>|Transform(y)|^power</c>.</summary>
    /// <param name="y">The signal.</param>
    /// <param name="options">How the signal is cut into frames.</param>
    /// <param name="power">Exponent of the magnitude, above 0: 1 for magnitude, 2 for power (the default).</param>
    /// <exception cref="ArgumentException">An option out of range, or a signal that is too short.</exception>
    public static FeatureMatrix Spectrogram(ReadOnlySpan<float> y, StftOptions options, double power = 2)
    {
        var loop = new FrameLoop(options);
        var sink = new PowerSink(new FeatureMatrix(options.Bins, options.FrameCount(y.Length)), new SpectralPower(power));
        loop.Run(y, ref sink);
        return sink.Result;
    }

    private readonly struct ComplexSink(Complex[] values, int frames) : IFrameSink
    {
        internal Complex[] Values => values;

        public void Take(Span<Vector<double>> re, Span<Vector<double>> im, int first, int count)
        {
            for (int k = 0; k < re.Length; k++)
                for (int lane = 0; lane < count; lane++)
                    values[k * frames + first + lane] = new Complex(re[k][lane], im[k][lane]);
        }
    }

    private readonly struct PowerSink(FeatureMatrix result, SpectralPower power) : IFrameSink
    {
        internal FeatureMatrix Result => result;

        public void Take(Span<Vector<double>> re, Span<Vector<double>> im, int first, int count)
        {
            power.Apply(re, im);
            for (int k = 0; k < re.Length; k++)
                for (int lane = 0; lane < count; lane++)
                    result.Row(k)[first + lane] = (float)re[k][lane];
        }
    }
}
