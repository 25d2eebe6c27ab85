using System.Numerics;

namespace L2BN.Data.Audio;

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
