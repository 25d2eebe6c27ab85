namespace L2BN.Data.Audio.Features;

/// <summary>Extends a signal at both ends so that frames can be centered on its samples.</summary>
public static class Framing
{
    /// <summary>The signal with <paramref name="each"/> more samples at both ends, as numpy's <c>pad</c>.</summary>
    /// <param name="y">The signal, at least 1 sample.</param>
    /// <param name="each">Samples added at each end; may exceed the signal, which is then mirrored several times.</param>
    /// <param name="padMode">What the new samples are.</param>
    /// <exception cref="ArgumentException"><paramref name="y"/> is empty or <paramref name="each"/> negative.</exception>
    public static float[] Pad(ReadOnlySpan<float> y, int each, PadMode padMode)
    {
        if (y.IsEmpty)
            throw new ArgumentException("Expected at least one sample, got an empty signal.", nameof(y));
        ArgumentOutOfRangeException.ThrowIfNegative(each);
        float[] padded = new float[checked(y.Length + 2 * each)];
        y.CopyTo(padded.AsSpan(each));
        switch (padMode)
        {
            case PadMode.Constant:
                break;
            case PadMode.Reflect:
                MirrorEnds(y, padded, each);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(padMode), padMode, "Expected Constant or Reflect.");
        }
        return padded;
    }

    private static void MirrorEnds(ReadOnlySpan<float> y, Span<float> padded, int each)
    {
        for (int i = 0; i < each; i++)
        {
            padded[i] = y[Mirrored(i - each, y.Length)];
            padded[each + y.Length + i] = y[Mirrored(y.Length + i, y.Length)];
        }
    }

    /// <summary>Position in a signal that runs forwards, backwards, forwards … without repeating its end samples.</summary>
    private static int Mirrored(int position, int length)
    {
        if (length == 1)
            return 0;
        int period = 2 * (length - 1);
        int inPeriod = (position % period + period) % period;
        return inPeriod < length ? inPeriod : period - inPeriod;
    }
}

/// <summary>Values before the first and after the last sample, where centered frames extend over the ends.</summary>
public enum PadMode
{
    /// <summary>Zeros: librosa's default since 0.10.</summary>
    Constant,

    /// <summary>The signal mirrored at its end samples, which are not repeated: librosa's default up to 0.9, and the acoustic
    /// recipes'.</summary>
    Reflect,
}
