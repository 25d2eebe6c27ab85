using System.Text;
using L2BN.Data.Audio.Clips;
using L2BN.Data.Audio.Decoding;
using L2BN.Data.Audio.Features;
using L2BN.Data.Audio.Wave;
using L2BN.Data.Tests.Audio.Support;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.Audio.Wave;

public class WaveFuzzTests
{
    private static readonly int[] s_samples = [.. Signals.Noise(600, 1)];

    [Fact]
    public void Changed_files_are_read_or_refused()
    {
        using var folder = new TempFolder();
        LogMelOptions options = LogMelOptions.Tau2020 with
        {
            SampleRate = 8000,
            ClipSamples = 3000,
            Deltas = false,
            Stft = new StftOptions { NFft = 64, HopLength = 64 }
        };
        Fuzz.Run(
            Corpus(),
            [.. ((string[])["RIFF", "WAVE", "fmt ", "data", "fact", "LIST", "RF64", "ds64", "BW64"]).Select(Encoding.ASCII.GetBytes)],
            file =>
        {
            // The choice depends on the file alone, so that a seed repeats it.
            uint choice = Crc32.Compute(file);
            var tolerance = (AudioTolerance)(choice % 3);
            if (choice / 3 % 8 == 0)
                new ClipReader(options, tolerance).Read(folder.Write("a.wav", [.. file, 0]));
            else
                ReadAll(file, tolerance);
        });
    }

    private static void ReadAll(byte[] file, AudioTolerance tolerance)
    {
        using WaveReader reader = Waves.Open(file, tolerance);
        Assert.InRange(reader.Length * reader.Format.BlockAlign, 1, file.Length);
        Assert.All(Waves.Samples(reader), sample => Assert.True(float.IsFinite(sample)));
    }

    private static byte[][] Corpus() =>
        [
            WaveBuilder.Pcm(1, 8000, 8, [.. s_samples.Select(value => value >> 8)]),
            WaveBuilder.Pcm(2, 44_100, 16, s_samples),
            WaveBuilder.Pcm(1, 44_100, 24, s_samples),
            WaveBuilder.Pcm(3, 48_000, 32, s_samples),
            WaveBuilder.Float32(2, 22_050, [.. s_samples.Select(value => value / 32768f)]),
            WaveBuilder.Float64(1, 22_050, [.. s_samples.Select(value => value / 32768.0)]),
            WaveBuilder.Rf64(WaveBuilder.Format(1, 2, 44_100, 16), WaveBuilder.PcmBytes(16, s_samples)),
            WaveBuilder.Law(7, [.. s_samples.Select(value => (byte)value)]),
            new WaveBuilder()
                .Add("fmt ", WaveBuilder.Format(1, 1, 8000, 24, blockAlign: 4))
                .Add("data", WaveBuilder.PcmBytes(32, s_samples))
                .Build(),
            WaveBuilder.Extensible(1, 2, 48_000, 24, 20, WaveBuilder.PcmBytes(24, s_samples), mask: 3),
            new WaveBuilder()
                .Add("LIST", new byte[9])
                .Add("fmt ", WaveBuilder.Format(1, 1, 8000, 16))
                .Add("fact", [88, 2, 0, 0])
                .Add("data", WaveBuilder.PcmBytes(16, s_samples))
                .Build(),
        ];
}
