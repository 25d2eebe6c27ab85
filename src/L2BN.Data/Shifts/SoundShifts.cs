using L2BN.Data.Batches;

namespace L2BN.Data.Shifts;

/// <summary>Shifts of a waveform.</summary>
internal static class SoundShifts
{
    private static readonly double[] s_gain = [-6, -12, -18, -24, -30];
    private static readonly double[] s_noise = [30, 20, 15, 10, 5];
    private static readonly double[] s_lowPass = [8000, 6000, 4000, 3000, 2000];
    private static readonly double[] s_clipping = [0.5, 0.3, 0.2, 0.1, 0.05];
    private static readonly double[] s_delay = [0.02, 0.05, 0.1, 0.2, 0.4];

    internal static IReadOnlyList<SoundShift> All { get; } =
    [
        new("gain", "Level changed by −6, −12, −18, −24, −30 dB.", ChangeGain),
        new("noise", "White noise at a signal-to-noise ratio of 30, 20, 15, 10, 5 dB.", AddNoise),
        new("low-pass", "Another device: second-order low-pass at 8, 6, 4, 3, 2 kHz.", LowPass),
        new("clipping", "Cut off at 0.5, 0.3, 0.2, 0.1, 0.05 of the clip's largest value.", Clip),
        new("time-shift", "Moved by 0.02, 0.05, 0.1, 0.2, 0.4 of its length, the end before the beginning.", MoveInTime),
    ];

    private static void ChangeGain(Span<float> samples, int sampleRate, int severity, ref SampleRandom random)
    {
        float factor = (float)Math.Pow(10, s_gain[severity - 1] / 20);
        for (int i = 0; i < samples.Length; i++)
            samples[i] *= factor;
    }

    // Silence stays silence: it has no level that a ratio could refer to.
    private static void AddNoise(Span<float> samples, int sampleRate, int severity, ref SampleRandom random)
    {
        double power = 0;
        foreach (float sample in samples)
            power += (double)sample * sample;
        double deviation = Math.Sqrt(power / Math.Max(1, samples.Length)) * Math.Pow(10, -s_noise[severity - 1] / 20);
        for (int i = 0; i < samples.Length; i++)
            samples[i] += (float)(deviation * random.NextNormal());
    }

    // Butterworth by the bilinear transform; a rate that has nothing above the cutoff is left as it is.
    private static void LowPass(Span<float> samples, int sampleRate, int severity, ref SampleRandom random)
    {
        double cutoff = s_lowPass[severity - 1];
        if (cutoff >= sampleRate / 2.0)
            return;
        double k = Math.Tan(Math.PI * cutoff / sampleRate), norm = 1 / (1 + (Math.Sqrt(2) * k) + (k * k));
        double b = k * k * norm, a1 = 2 * ((k * k) - 1) * norm, a2 = (1 - (Math.Sqrt(2) * k) + (k * k)) * norm;
        double first = 0, second = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            double input = samples[i], output = (b * input) + first;
            first = (2 * b * input) - (a1 * output) + second;
            second = (b * input) - (a2 * output);
            samples[i] = (float)output;
        }
    }

    private static void Clip(Span<float> samples, int sampleRate, int severity, ref SampleRandom random)
    {
        float largest = 0;
        foreach (float sample in samples)
            largest = Math.Max(largest, Math.Abs(sample));
        float limit = (float)(s_clipping[severity - 1] * largest);
        for (int i = 0; i < samples.Length; i++)
            samples[i] = Math.Clamp(samples[i], -limit, limit);
    }

    private static void MoveInTime(Span<float> samples, int sampleRate, int severity, ref SampleRandom random)
    {
        int by = (int)(s_delay[severity - 1] * samples.Length);
        float[] before = samples.ToArray();
        before.AsSpan(0, samples.Length - by).CopyTo(samples[by..]);
        before.AsSpan(samples.Length - by).CopyTo(samples);
    }
}
