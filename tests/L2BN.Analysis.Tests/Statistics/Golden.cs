using System.Text.Json;

namespace L2BN.Analysis.Tests;

/// <summary>SciPy's numbers, written by tests/Golden/statistics/paired_statistics.py.</summary>
internal static class Golden
{
    private static readonly JsonElement s_root = Load();

    public static IEnumerable<JsonElement> Rows(params string[] path) =>
        path.Aggregate(s_root, (element, name) => element.GetProperty(name)).EnumerateArray();

    public static double Number(this JsonElement row, string name) => row.GetProperty(name).GetDouble();

    public static double[] Numbers(this JsonElement row, string name) => [.. row.GetProperty(name).EnumerateArray().Select(e => e.GetDouble())];

    private static JsonElement Load()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "paired-statistics.json")));
        return document.RootElement.Clone();
    }
}
