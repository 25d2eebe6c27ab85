namespace L2BN.Data.Audio;

/// <summary>Takes interleaved channels apart, or mixes them.</summary>
public static class ChannelLayout
{
    /// <summary>The mean of the channels (librosa's <c>to_mono</c>), accumulated in double.</summary>
    /// <param name="interleaved">Samples × channels values.</param>
    /// <param name="channels">At least 1.</param>
    /// <param name="mono">One value per sample.</param>
    /// <exception cref="ArgumentException">Lengths that do not fit each other.</exception>
    public static void MixToMono(ReadOnlySpan<float> interleaved, int channels, Span<float> mono)
    {
        Check(interleaved, channels, (long)mono.Length * channels);
        if (channels == 1)
        {
            interleaved.CopyTo(mono);
            return;
        }
        for (int i = 0; i < mono.Length; i++)
        {
            double sum = 0;
            foreach (float value in interleaved.Slice(i * channels, channels)) sum += value;
            mono[i] = (float)(sum / channels);
        }
    }

    /// <summary>One channel after the other instead of sample after sample.</summary>
    /// <param name="interleaved">Samples × channels values.</param>
    /// <param name="channels">At least 1.</param>
    /// <param name="planar">The same number of values; sample i of channel c comes to c·samples + i.</param>
    /// <exception cref="ArgumentException">Lengths that do not fit each other.</exception>
    public static void Separate(ReadOnlySpan<float> interleaved, int channels, Span<float> planar)
    {
        Check(interleaved, channels, planar.Length);
        int samples = interleaved.Length / channels;
        for (int c = 0; c < channels; c++)
            for (int i = 0; i < samples; i++) planar[c * samples + i] = interleaved[i * channels + c];
    }

    private static void Check(ReadOnlySpan<float> interleaved, int channels, long expected)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        if (interleaved.Length % channels != 0 || interleaved.Length != expected)
            throw new ArgumentException($"Expected {expected} values of {channels} channels, came {interleaved.Length}.",
                nameof(interleaved));
    }
}
