namespace L2BN.Data.Audio.Features;

/// <summary>Pitch in mels against frequency in hertz, by either of the two formulas in use.</summary>
public static class MelScale
{
    /// <summary>Slaney's scale is linear up to here …</summary>
    private const double LinearUpTo = 1000;

    /// <summary>… with this many hertz to a mel (Auditory Toolbox, 1998), …</summary>
    private const double HertzPerMel = 200.0 / 3;

    /// <summary>… and logarithmic above, 27 mels to a factor of 6.4.</summary>
    private static readonly double s_logStep = Math.Log(6.4) / 27;

    /// <summary>Mels of a frequency.</summary>
    /// <param name="hertz">At least 0.</param>
    /// <param name="htk">True: 2595·log10(1 + f/700), as HTK. False (the default): Slaney's scale.</param>
    public static double HzToMel(double hertz, bool htk = false)
    {
        if (htk)
            return 2595 * Math.Log10(1 + hertz / 700);
        return hertz < LinearUpTo ? hertz / HertzPerMel : LinearUpTo / HertzPerMel + Math.Log(hertz / LinearUpTo) / s_logStep;
    }

    /// <summary>Frequency of a number of mels: the inverse of <see cref="HzToMel"/>.</summary>
    public static double MelToHz(double mels, bool htk = false)
    {
        if (htk)
            return 700 * (Math.Pow(10, mels / 2595) - 1);
        const double knee = LinearUpTo / HertzPerMel;
        return mels < knee ? mels * HertzPerMel : LinearUpTo * Math.Exp(s_logStep * (mels - knee));
    }

    /// <summary>Frequencies at equal distances in mels, both ends included (librosa's <c>mel_frequencies</c>).</summary>
    /// <param name="count">At least 2.</param>
    /// <param name="fMin">Hertz of the first.</param>
    /// <param name="fMax">Hertz of the last.</param>
    /// <param name="htk">Which formula.</param>
    public static double[] Frequencies(int count, double fMin, double fMax, bool htk = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        double low = HzToMel(fMin, htk), step = (HzToMel(fMax, htk) - low) / (count - 1);
        double[] hertz = new double[count];
        for (int i = 0; i < count; i++)
            hertz[i] = MelToHz(low + i * step, htk);
        return hertz;
    }
}
