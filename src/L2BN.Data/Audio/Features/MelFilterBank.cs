using System.Numerics;

namespace L2BN.Data.Audio.Features;

/// <summary>
/// Triangular filters that sum the bins of a spectrum into mel bands, as librosa's <c>filters.mel</c>. Triangle j rises linearly in hertz
/// from mel point j to j + 1 and falls to j + 2; only its non-zero weights are stored. Immutable.
/// </summary>
public sealed class MelFilterBank
{
    private readonly int[] _first;
    private readonly double[][] _weights;

    /// <summary>Computes the weights, in double precision.</summary>
    /// <param name="sampleRate">sr: hertz, at least 1.</param>
    /// <param name="nFft">n_fft: samples of a frame, even.</param>
    /// <param name="options">Bands, limits, formula, scaling.</param>
    /// <exception cref="ArgumentException">A value out of range.</exception>
    public MelFilterBank(int sampleRate, int nFft, MelOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleRate, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(nFft, 2);
        options.Validate(sampleRate);
        Bins = 1 + nFft / 2;
        Points = MelScale.Frequencies(options.NMels + 2, options.FMin, options.FMax ?? sampleRate / 2.0, options.Htk);
        (_first, _weights) = (new int[options.NMels], new double[options.NMels][]);
        for (int band = 0; band < Bands; band++)
            MakeTriangle(band, (double)sampleRate / nFft, options.Norm);
    }

    /// <summary>Number of bands.</summary>
    public int Bands => _first.Length;

    /// <summary>Number of frequencies of the spectra that this bank takes.</summary>
    public int Bins { get; }

    /// <summary>Corners of the triangles in hertz, bands + 2 of them: band j peaks at point j + 1.</summary>
    public IReadOnlyList<double> Points { get; }

    /// <summary>
    /// Bands without any bin, which are silent for every input (librosa warns of "empty filters"): more bands than the frames resolve
    /// at low frequencies. Ask for fewer bands or longer frames.
    /// </summary>
    public int EmptyBands => _weights.Count(weights => weights.Length == 0);

    /// <summary>The weight of one bin in one band.</summary>
    public double Weight(int band, int bin)
    {
        int at = bin - _first[band];
        return at >= 0 && at < _weights[band].Length ? _weights[band][at] : 0;
    }

    /// <summary>Sums a spectrogram into bands: the product of the matrix of weights and <paramref name="spectrogram"/>.</summary>
    /// <param name="spectrogram">Rows = <see cref="Bins"/>.</param>
    /// <returns>Rows = <see cref="Bands"/>, same frames.</returns>
    /// <exception cref="ArgumentException">Another number of rows.</exception>
    public FeatureMatrix Apply(FeatureMatrix spectrogram)
    {
        if (spectrogram.Rows != Bins)
            throw new ArgumentException($"Expected a spectrogram of {Bins} bins, got {spectrogram.Rows}.", nameof(spectrogram));
        var result = new FeatureMatrix(Bands, spectrogram.Frames);
        for (int band = 0; band < Bands; band++)
            for (int frame = 0; frame < spectrogram.Frames; frame++)
                result.Row(band)[frame] = (float)Sum(spectrogram, band, frame);
        return result;
    }

    /// <summary>The same sum for one frame in each lane.</summary>
    internal Vector<double> Sum(ReadOnlySpan<Vector<double>> spectra, int band)
    {
        double[] weights = _weights[band];
        ReadOnlySpan<Vector<double>> bins = spectra.Slice(_first[band], weights.Length);
        Vector<double> sum = Vector<double>.Zero;
        for (int i = 0; i < weights.Length; i++)
            sum += bins[i] * weights[i];
        return sum;
    }

    private double Sum(FeatureMatrix spectrogram, int band, int frame)
    {
        double sum = 0;
        for (int i = 0; i < _weights[band].Length; i++)
            sum += _weights[band][i] * spectrogram[_first[band] + i, frame];
        return sum;
    }

    private void MakeTriangle(int band, double binWidth, MelNorm norm)
    {
        double low = Points[band], peak = Points[band + 1], high = Points[band + 2];
        double scale = norm == MelNorm.Slaney ? 2 / (high - low) : 1;
        int first = Math.Min((int)Math.Floor(low / binWidth) + 1, Bins);
        int end = Math.Clamp((int)Math.Ceiling(high / binWidth), first, Bins);
        double[] weights = new double[end - first];
        for (int i = 0; i < weights.Length; i++)
        {
            double hertz = (first + i) * binWidth;
            weights[i] = Math.Max(0, Math.Min((hertz - low) / (peak - low), (high - hertz) / (high - peak))) * scale;
        }
        (_first[band], _weights[band]) = (first, weights);
    }
}
