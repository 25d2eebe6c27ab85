using System.Numerics;
using System.Runtime.InteropServices;

namespace L2BN.Data.Audio.Features;

/// <summary>
/// Fourier transforms of several real frames at once, one frame per SIMD lane, in double precision.
/// </summary>
/// <remarks>
/// <para>
/// A frame of N real samples is packed as N/2 complex numbers (even samples real, odd ones imaginary), transformed, and untangled into its
/// N/2 + 1 frequencies (Sorensen and others, <i>Real-valued fast Fourier transform algorithms</i>, 1987). The transform decimates in time
/// in place: samples are stored in bit-reversed order, then pairs of radix-2 stages run as one radix-4 pass.
/// </para>
/// <para>
/// Lane l of every vector belongs to frame l, so the butterflies are whole-vector arithmetic with no shuffling at any width, and each
/// frame's result does not depend on its lane or its neighbors. Double precision, because the rounding of a loud band would otherwise
/// cover a quiet one: bands 100 dB apart have ten digits.
/// </para>
/// </remarks>
internal sealed class LaneFourier
{
    private readonly int _half;
    private readonly int[] _reversed;
    private readonly double[] _cos, _sin;

    /// <param name="nFft">Samples in a frame, a power of two, at least 2.</param>
    internal LaneFourier(int nFft)
    {
        _half = nFft / 2;
        _reversed = BitReversal(_half);
        (_cos, _sin) = (new double[nFft], new double[nFft]);
        // W(k) = e^(−2πik/N) for a whole turn, since radix-4 passes ask for three times an angle.
        for (int k = 0; k < nFft; k++)
            (_sin[k], _cos[k]) = Math.SinCos(-2 * Math.PI * k / nFft);
    }

    /// <summary>Frames transformed together.</summary>
    internal static int Lanes => Vector<double>.Count;

    /// <summary>Frequencies of a frame.</summary>
    internal int Bins => _half + 1;

    /// <summary>Stores one windowed frame in its lane.</summary>
    internal void Load(ReadOnlySpan<float> frame, ReadOnlySpan<double> window, int lane, Span<Vector<double>> re, Span<Vector<double>> im)
    {
        Span<double> real = MemoryMarshal.Cast<Vector<double>, double>(re);
        Span<double> imaginary = MemoryMarshal.Cast<Vector<double>, double>(im);
        for (int k = 0; k < _reversed.Length; k++)
        {
            int at = _reversed[k] * Lanes + lane;
            real[at] = frame[2 * k] * window[2 * k];
            imaginary[at] = frame[2 * k + 1] * window[2 * k + 1];
        }
    }

    /// <summary>Transforms the loaded frames; <paramref name="re"/> and <paramref name="im"/> then hold <see cref="Bins"/>
    /// frequencies.</summary>
    internal void Transform(Span<Vector<double>> re, Span<Vector<double>> im)
    {
        int quarter = 1;
        if (int.Log2(_half) % 2 == 1)
        {
            PairPass(re, im);
            quarter = 2;
        }
        for (; quarter < _half; quarter *= 4)
            QuadPass(re, im, quarter);
        Untangle(re, im);
    }

    private static int[] BitReversal(int length)
    {
        int[] reversed = new int[length];
        for (int i = 1; i < length; i++)
            reversed[i] = (reversed[i / 2] / 2) | (i % 2 * (length / 2));
        return reversed;
    }

    private void PairPass(Span<Vector<double>> re, Span<Vector<double>> im)
    {
        for (int i = 0; i < _half; i += 2)
        {
            (re[i], re[i + 1]) = (re[i] + re[i + 1], re[i] - re[i + 1]);
            (im[i], im[i + 1]) = (im[i] + im[i + 1], im[i] - im[i + 1]);
        }
    }

    /// <summary>Joins four transforms of length q into one of 4q: stages 2q and 4q of the radix-2 scheme with their twiddles
    /// merged.</summary>
    private void QuadPass(Span<Vector<double>> re, Span<Vector<double>> im, int q)
    {
        int step = _cos.Length / (4 * q);
        for (int block = 0; block < _half; block += 4 * q)
        {
            for (int j = 0; j < q; j++)
            {
                int a = block + j, b = a + q, c = b + q, d = c + q;
                Turn(re[b], im[b], 2 * j * step, out Vector<double> br, out Vector<double> bi);
                Turn(re[c], im[c], j * step, out Vector<double> cr, out Vector<double> ci);
                Turn(re[d], im[d], 3 * j * step, out Vector<double> dr, out Vector<double> di);
                Vector<double> ar = re[a], ai = im[a];
                Vector<double> s0r = ar + br, s0i = ai + bi, s1r = ar - br, s1i = ai - bi;
                Vector<double> s2r = cr + dr, s2i = ci + di, s3r = cr - dr, s3i = ci - di;
                (re[a], im[a]) = (s0r + s2r, s0i + s2i);
                (re[b], im[b]) = (s1r + s3i, s1i - s3r);
                (re[c], im[c]) = (s0r - s2r, s0i - s2i);
                (re[d], im[d]) = (s1r - s3i, s1i + s3r);
            }
        }
    }

    private void Turn(Vector<double> re, Vector<double> im, int angle, out Vector<double> turnedRe, out Vector<double> turnedIm)
    {
        double cos = _cos[angle], sin = _sin[angle];
        turnedRe = re * cos - im * sin;
        turnedIm = re * sin + im * cos;
    }

    /// <summary>X(k) = E(k) + W(k)·O(k), where E and O, the transforms of the even and odd samples, are the symmetric and antisymmetric
    /// parts of what is stored.</summary>
    private void Untangle(Span<Vector<double>> re, Span<Vector<double>> im)
    {
        (re[_half], im[_half]) = (re[0] - im[0], Vector<double>.Zero);
        (re[0], im[0]) = (re[0] + im[0], Vector<double>.Zero);
        for (int k = 1; k <= _half / 2; k++)
        {
            int mirror = _half - k;
            Vector<double> evenRe = (re[k] + re[mirror]) * 0.5, evenIm = (im[k] - im[mirror]) * 0.5;
            Vector<double> oddRe = (im[k] + im[mirror]) * 0.5, oddIm = (re[mirror] - re[k]) * 0.5;
            Turn(oddRe, oddIm, k, out Vector<double> turnedRe, out Vector<double> turnedIm);
            (re[mirror], im[mirror]) = (evenRe - turnedRe, turnedIm - evenIm);
            (re[k], im[k]) = (evenRe + turnedRe, evenIm + turnedIm);
        }
    }
}
