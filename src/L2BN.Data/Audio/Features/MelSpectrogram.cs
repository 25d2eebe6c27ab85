using System.Numerics;
using System.Runtime.InteropServices;

namespace L2BN.Data.Audio.Features;

/// <summary>The mel spectrogram of a signal, as librosa's <c>feature.melspectrogram</c>.</summary>
public static class MelSpectrogram
{
    /// <summary>Effectively <c>bank.Apply(ShortTimeFourier.Spectrogram(y, options, power))</c>, but without storing the
    /// spectrogram.</summary>
    /// <param name="y">The signal; at least 1 sample where frames are centered, n_fft otherwise.</param>
    /// <param name="options">How the signal is cut into frames.</param>
    /// <param name="bank">The filters, made for the same n_fft.</param>
    /// <param name="power">Exponent of the magnitude, above 0: 2 for power (the default), 1 for magnitude.</param>
    /// <returns>One row per band.</returns>
    /// <exception cref="ArgumentException">An option out of range, a signal that is too short, or a bank for another n_fft.</exception>
    public static FeatureMatrix Compute(ReadOnlySpan<float> y, StftOptions options, MelFilterBank bank, double power = 2)
    {
        var result = new FeatureMatrix(bank.Bands, options.FrameCount(y.Length));
        Compute(y, new FrameLoop(options), bank, power, result.Values);
        return result;
    }

    /// <summary>The same with buffers of the caller.</summary>
    internal static void Compute(ReadOnlySpan<float> y, FrameLoop loop, MelFilterBank bank, double power, Memory<float> result)
    {
        if (bank.Bins != loop.Bins)
            throw new ArgumentException($"Expected a filter bank for {loop.Bins} bins, got one for {bank.Bins}.", nameof(bank));
        var sink = new MelSink(bank, new SpectralPower(power), result);
        loop.Run(y, ref sink);
    }

    private readonly struct MelSink(MelFilterBank bank, SpectralPower power, Memory<float> result) : IFrameSink
    {
        public void Take(Span<Vector<double>> re, Span<Vector<double>> im, int first, int count)
        {
            power.Apply(re, im);
            Span<float> values = result.Span;
            int frames = values.Length / bank.Bands;
            for (int band = 0; band < bank.Bands; band++)
            {
                Vector<double> sum = bank.Sum(re, band);
                ReadOnlySpan<double> lanes = MemoryMarshal.Cast<Vector<double>, double>(MemoryMarshal.CreateReadOnlySpan(in sum, 1));
                for (int lane = 0; lane < count; lane++)
                    values[band * frames + first + lane] = (float)lanes[lane];
            }
        }
    }
}
