using L2BN.Data.Audio;

namespace L2BN.Data.Tests.Audio;

/// <summary>Reads WAV files out of memory.</summary>
internal static class Waves
{
    internal static WaveReader Open(byte[] file, bool lenient = false) =>
        new(new MemoryStream(file), "clip.wav", new WaveReadOptions { Lenient = lenient });

    internal static float[] Samples(byte[] file, bool lenient = false)
    {
        using var reader = Open(file, lenient);
        return Samples(reader);
    }

    internal static float[] Samples(WaveReader reader)
    {
        float[] samples = new float[reader.Length * reader.Format.Channels];
        Assert.Equal(reader.Length, reader.Read(0, samples));
        return samples;
    }
}
