using L2BN.Data.Audio.Decoding;
using L2BN.Data.Audio.Wave;

namespace L2BN.Data.Tests.Audio.Support;

/// <summary>Reads WAV files from memory.</summary>
internal static class Waves
{
    internal static WaveReader Open(byte[] file, AudioTolerance tolerance = AudioTolerance.Standard) =>
        new(new MemoryStream(file), "clip.wav", tolerance);

    internal static float[] Samples(byte[] file, AudioTolerance tolerance = AudioTolerance.Standard)
    {
        using WaveReader reader = Open(file, tolerance);
        return Samples(reader);
    }

    internal static float[] Samples(WaveReader reader)
    {
        float[] samples = new float[reader.Length * reader.Format.Channels];
        Assert.Equal(reader.Length, reader.Read(0, samples));
        return samples;
    }
}
