using System.Text.Json;
using L2BN.Analysis.FeatureMeasures;

namespace L2BN.Analysis.Tests;

/// <summary>Numbers of SciPy, mpmath and NumPy, written by the scripts in tests/Golden/statistics.</summary>
internal sealed class Golden(string file)
{
    private readonly JsonElement _root = Load(file);

    public static Golden Statistics { get; } = new("paired-statistics.json");

    public static Golden Discriminability { get; } = new("discriminability.json");

    public IEnumerable<JsonElement> Rows(params string[] path) =>
        path.Aggregate(_root, (element, name) => element.GetProperty(name)).EnumerateArray();

    private static JsonElement Load(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", file)));
        return document.RootElement.Clone();
    }
}

internal static class GoldenElements
{
    public static double Number(this JsonElement row, string name) => row.GetProperty(name).GetDouble();

    public static double[] Numbers(this JsonElement row, string name) => [.. row.GetProperty(name).Doubles()];

    public static IEnumerable<double> Doubles(this JsonElement array) => array.EnumerateArray().Select(e => e.GetDouble());
}
