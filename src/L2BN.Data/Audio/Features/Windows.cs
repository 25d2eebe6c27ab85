namespace L2BN.Data.Audio.Features;

/// <summary>Window functions, periodic: sample N of a window of length N would be its sample 0 again.</summary>
public static class Windows
{
    /// <summary>The window of <paramref name="length"/> samples.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is below 1, or the kind is unknown.</exception>
    public static double[] Create(WindowKind kind, int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        (double constant, double cosine) = Terms(kind);
        double[] window = new double[length];
        for (int n = 0; n < length; n++)
            window[n] = constant - cosine * Math.Cos(2 * Math.PI * n / length);
        return window;
    }

    /// <summary>The window of <paramref name="winLength"/> samples in the middle of <paramref name="nFft"/>, zeros around it (librosa's
    /// <c>pad_center</c>).</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="winLength"/> is below 1 or above <paramref name="nFft"/>.</exception>
    public static double[] Centered(WindowKind kind, int winLength, int nFft)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(winLength, nFft);
        double[] padded = new double[nFft];
        Create(kind, winLength).CopyTo(padded, (nFft - winLength) / 2);
        return padded;
    }

    private static (double Constant, double Cosine) Terms(WindowKind kind) => kind switch
    {
        WindowKind.Hann => (0.5, 0.5),
        WindowKind.Hamming => (0.54, 0.46),
        WindowKind.Rectangular => (1, 0),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Expected Hann, Hamming or Rectangular."),
    };
}

/// <summary>The shape that fades each frame in and out before its Fourier transform; all periodic, as scipy's <c>get_window(…,
/// fftbins=True)</c>.</summary>
public enum WindowKind
{
    /// <summary>0.5 − 0.5·cos(2πn/N): the default everywhere, here too.</summary>
    Hann,

    /// <summary>0.54 − 0.46·cos(2πn/N).</summary>
    Hamming,

    /// <summary>All ones (librosa's <c>"ones"</c>).</summary>
    Rectangular,
}
