#:project ../../src/L2BN.Data/L2BN.Data.csproj
#:property PublishAot=false

// How fast log-mel features are computed, on one thread, in times real time:
//     dotnet run -c Release benchmarks/audio/audio-features.cs
// The same in Python, for comparison: python3 benchmarks/audio/audio_features.py

using System.Diagnostics;
using System.Globalization;

const double MeasureFor = 3;
var random = new Random(1);
Report("TAU 2020 recipe (10 s at 44.1 kHz)", LogMelOptions.Tau2020);
Report("the same at half the rate (5 s at 22.05 kHz)", LogMelOptions.FiveSeconds22050);
ReportResampling(44_100, 22_050);
ReportResampling(48_000, 44_100);

void Report(string name, LogMelOptions options)
{
    float[] clip = Noise(options.ClipSamples), features = new float[options.Shape.Size];
    var spectrogram = new LogMelSpectrogram(options);
    Line(name, (double)options.ClipSamples / options.SampleRate, () => spectrogram.AddDeltas(spectrogram.ComputeStatic(clip), features));
    var mel = options with { Deltas = false, Scaling = FeatureScaling.None, Log = LogScale.None };
    var power = new LogMelSpectrogram(mel);
    Line("    of it mel power", (double)options.ClipSamples / options.SampleRate, () => power.ComputeStatic(clip));
}

void ReportResampling(int from, int to)
{
    float[] clip = Noise(10 * from), result = new float[10 * to];
    var resampler = new Resampler(from, to);
    Line($"resampling {from} to {to} Hz", 10, () => resampler.Apply(clip, result));
}

void Line(string name, double seconds, Action action)
{
    double best = double.PositiveInfinity;
    for (long begin = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begin).TotalSeconds < MeasureFor;)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-48} {best * 1000,8:F2} ms {seconds / best,8:F0} x real time"));
}

float[] Noise(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() * 2 - 1)];
