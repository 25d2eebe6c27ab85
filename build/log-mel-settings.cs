#!/usr/bin/env dotnet
#:project ../src/L2BN.Data/L2BN.Data.csproj
#:property AssemblyName=log-mel-settings
#:property PublishAot=false

// Compares log-mel features with librosa's over random settings (rate, frames, window, padding, power, mel bands, logarithm):
//
//     dotnet run -c Release build/log-mel-settings.cs -- [SETTINGS = 488] [SEED = 1] [PYTHON = python3]
//
// Where librosa is not installed, formulas in numpy stand for it, and the output says so; without numpy the comparison is skipped. Powers
// may differ by a hundred-thousandth of their value, or by 1e-12 of the largest; logarithms by 1e-4. Exit code 1 where a value differs by
// more.
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using L2BN.Data.Audio.Features;

const int NoNumpy = 77;
string count = args.Length > 0 ? args[0] : "488", seed = args.Length > 1 ? args[1] : "1", python = args.Length > 2 ? args[2] : "python3";
string file = Path.GetTempFileName();
try
{
    string folder = (string)AppContext.GetData("EntryPointFileDirectoryPath")!;
    string script = Path.Combine(folder, "..", "tests", "Golden", "audio", "librosa_settings.py");
    using var process = Process.Start(python, [script, count, seed, file]);
    process.WaitForExit();
    if (process.ExitCode == NoNumpy)
    {
        Console.WriteLine($"skipped: {python} has no numpy (Debian: python3-numpy, and python3 of the system)");
        return 0;
    }

    if (process.ExitCode != 0)
        return process.ExitCode;
    using var document = JsonDocument.Parse(File.ReadAllBytes(file));
    JsonElement[] settings = [.. document.RootElement.GetProperty("settings").EnumerateArray()];
    string?[] faults = [.. settings.Select(Fault)];
    foreach (string? fault in faults.Where(fault => fault is not null))
        Console.WriteLine(fault);
    Console.WriteLine(
        $"{settings.Length} settings, {settings.Sum(s => Values(s).Length)} values against "
            + $"{document.RootElement.GetProperty("reference")}: "
            + $"{faults.Count(fault => fault is not null)} settings failed.");
    return faults.All(fault => fault is null) ? 0 : 1;
}
catch (System.ComponentModel.Win32Exception missing)
{
    Console.WriteLine($"skipped: {python} does not start: {missing.Message}");
    return 0;
}
finally
{
    File.Delete(file);
}

static double[] Values(JsonElement setting) => [.. setting.GetProperty("values").EnumerateArray().Select(value => value.GetDouble())];

static string? Fault(JsonElement setting)
{
    double[] expected = Values(setting);
    float[] actual = Compute(setting);
    bool isPower = setting.GetProperty("log").GetString() == "None";
    double largest = expected.Max(Math.Abs), worst = 0;
    if (actual.Length != expected.Length)
        return $"{Text(setting)}: expected {expected.Length} values, got {actual.Length}";
    for (int i = 0; i < expected.Length; i++)
    {
        double allowed = isPower ? Math.Max(1e-5 * Math.Abs(expected[i]), 1e-12 * largest) : 1e-4;
        double excess = Math.Abs(actual[i] - expected[i]) / allowed;
        worst = double.IsNaN(excess) ? double.PositiveInfinity : Math.Max(worst, excess);
    }

    return worst <= 1 ? null
        : string.Create(CultureInfo.InvariantCulture, $"{Text(setting)}: {worst:G3} times the difference that is allowed");
}

static float[] Compute(JsonElement s)
{
    float[] clip = [.. s.GetProperty("samples").EnumerateArray().Select(value => value.GetInt32() / 32768f)];
    string log = s.GetProperty("log").GetString()!;
    float[] features = new LogMelSpectrogram(new LogMelOptions
    {
        SampleRate = s.GetProperty("sr").GetInt32(),
        ClipSamples = clip.Length,
        Stft = new StftOptions
        {
            NFft = s.GetProperty("n_fft").GetInt32(),
            HopLength = s.GetProperty("hop").GetInt32(),
            WinLength = s.GetProperty("win").GetInt32(),
            Window = Value<WindowKind>(s, "window"),
            Center = s.GetProperty("center").GetBoolean(),
            PadMode = Value<PadMode>(s, "pad"),
        },
        Power = s.GetProperty("power").GetDouble(),
        Mel = new MelOptions
        {
            NMels = s.GetProperty("n_mels").GetInt32(),
            FMin = s.GetProperty("fmin").GetDouble(),
            FMax = s.GetProperty("fmax").GetDouble(),
            Htk = s.GetProperty("htk").GetBoolean(),
            Norm = Value<MelNorm>(s, "norm"),
        },
        Log = log == "DecibelOfLargest" ? LogScale.None : Value<LogScale>(s, "log"),
        Scaling = FeatureScaling.None,
        Deltas = false,
    }).ComputeStatic(clip).Values;
    if (log == "DecibelOfLargest")
        LogCompression.PowerToDb(features, reference: null, topDb: null);
    return features;
}

static T Value<T>(JsonElement setting, string name)
    where T : struct, Enum => Enum.Parse<T>(setting.GetProperty(name).GetString()!);

static string Text(JsonElement setting) => string.Join(", ", setting.EnumerateObject()
    .Where(item => item.Name is not ("samples" or "values"))
    .Select(item => $"{item.Name} {item.Value}"));
