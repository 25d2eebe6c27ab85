using System.Text.Json;
using L2BN.Data.Audio.Features;

namespace L2BN.Data.Tests.Audio.Support;

/// <summary>What numpy computed in double precision, written by tests/Golden/audio/audio_golden.py.</summary>
internal static class AudioGolden
{
    private static readonly Lazy<JsonDocument> s_document = new(() => JsonDocument.Parse(File.ReadAllText(PathOf("audio-features.json"))));

    internal static JsonElement Root => s_document.Value.RootElement;

    internal static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Golden", "audio", file);

    internal static JsonElement.ArrayEnumerator Cases(string name) => Root.GetProperty(name).EnumerateArray();

    internal static int Int(this JsonElement row, string name) => row.GetProperty(name).GetInt32();

    internal static double Number(this JsonElement row, string name) => row.GetProperty(name).GetDouble();

    internal static bool Flag(this JsonElement row, string name) => row.GetProperty(name).GetBoolean();

    internal static TEnum Kind<TEnum>(this JsonElement row, string name) where TEnum : struct =>
        Enum.Parse<TEnum>(row.GetProperty(name).GetString()!);

    internal static double[] Numbers(this JsonElement row, string name) =>
        [.. row.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];

    internal static int[] Ints(this JsonElement row, string name) =>
        [.. row.GetProperty(name).EnumerateArray().Select(value => value.GetInt32())];

    internal static StftOptions Frames(JsonElement row) => new()
    {
        NFft = row.Int("n_fft"),
        HopLength = row.Int("hop"),
        WinLength = row.Int("win"),
        PadMode = row.Kind<PadMode>("pad"),
    };

    internal static MelOptions Bands(JsonElement row) => new()
    {
        NMels = row.Int("n_mels"),
        FMin = row.Number("fmin"),
        FMax = row.Number("fmax"),
        Htk = row.Flag("htk"),
        Norm = row.Kind<MelNorm>("norm"),
    };
}
