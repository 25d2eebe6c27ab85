namespace L2BN.Data.Tests.Audio.Support;

/// <summary>Signals made from integers, so that every machine and language has the same bits.</summary>
internal static class Signals
{
    /// <summary>16-bit noise of a linear congruential generator (Numerical Recipes).</summary>
    internal static int[] Noise(int count, uint seed)
    {
        int[] values = new int[count];
        for (int i = 0; i < count; i++)
        {
            seed = unchecked(seed * 1664525 + 1013904223);
            values[i] = (int)(seed >> 16) - 32768;
        }
        return values;
    }

    /// <summary>Two buzzing sounds, one of them on and off, quiet noise, and a gap of digital silence: <c>scene</c> of
    /// audio_golden.py.</summary>
    internal static float[] Scene(int count, uint seed)
    {
        int[] noise = Noise(count, seed);
        float[] y = new float[count];
        for (int i = 0; i < count; i++)
        {
            int value = Triangle(i, 100, 16000) * (i / 3000 % 2) + Triangle(i, 37, 6000) + (noise[i] >> 8) - 8000;
            bool silent = i >= count / 3 && i < count / 3 + 2500;
            y[i] = silent ? 0 : Math.Clamp(value, -32768, 32767) / 32768f;
        }
        return y;
    }

    internal static float[] Sine(int count, double cyclesPerSample, double amplitude = 1) =>
        [.. Enumerable.Range(0, count).Select(i => (float)(amplitude * Math.Sin(2 * Math.PI * cyclesPerSample * i)))];

    private static int Triangle(int i, int period, int height) => Math.Abs(2 * (i % period) - period) * height / period;
}
