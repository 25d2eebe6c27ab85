using System.Text.Json;
using L2BN.Lab.Shared;
using L2BN.Results;

namespace L2BN.Lab.Tests.Analyze;

/// <summary><c>l2bn analyze</c> of what <c>l2bn compare</c> left.</summary>
public sealed class AnalyzeTests : TemporaryFolder
{
    private string Comparison => Path.Combine(Folder, "out");

    private string Run => Path.Combine(Comparison, "bn-seed3");

    private string Last => Path.Combine(Run, "checkpoints", "last.safetensors");

    [Fact]
    public void It_finds_what_compare_found_bit_by_bit_and_writes_a_report()
    {
        Compare();
        JsonElement json = LabProcess.Run("analyze", Run, "--json", "--threads", "1").Json("analyze");
        Assert.Equal(
            ("mlp", "bn", "fashion-mnist-mini", "reestimated"),
            (Text(json, "model"), Text(json, "norm"), Text(json, "data"), Text(json, "statistics")));
        RunRecord run = RunFolder.Read(Run);
        Assert.Equal(run.Final!.Accuracy, json.GetProperty("accuracy").GetDouble());
        Assert.Equal(run.Final.AccuracyRecalibrated, json.GetProperty("accuracy_recalibrated").GetDouble());
        Assert.Equal(run.Analysis!.FeatureTaps.Select(Figures), json.GetProperty("places").EnumerateArray().Select(Figures));
        string html = File.ReadAllText(Text(json, "report"));
        Assert.Equal(Path.Combine(Run, "analysis.html"), Text(json, "report"));
        Assert.Contains("What would l2 normalization change in BN?", html, StringComparison.Ordinal);
        OtherForms();
        Refusals();
    }

    [Fact]
    public void A_file_that_is_missing_is_refused()
    {
        LabResult result = LabProcess.Run("analyze", "/no/such.safetensors");
        Assert.Equal((ExitCode.Refused, ""), (result.Code, result.Output));
        Assert.Contains("/no/such.safetensors", result.OnlyError, StringComparison.Ordinal);
        LabResult empty = LabProcess.Run("analyze", Folder);
        Assert.Equal(ExitCode.Refused, empty.Code);
        Assert.Contains("no sound checkpoint", empty.OnlyError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--samples", "1")]
    [InlineData("--format", "pdf")]
    [InlineData("--fold", "0")]
    public void Bad_options_are_named(string option, string value)
    {
        LabResult result = LabProcess.Run("analyze", "x", option, value);
        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains(value, result.OnlyError, StringComparison.Ordinal);
    }

    private void OtherForms()
    {
        string table = Path.Combine(Folder, "table.csv");
        LabResult csv = LabProcess.Run("analyze", Last, "--format", "csv", "--out", table, "--samples", "50", "--keep-statistics");
        Assert.True(csv.Code == ExitCode.Done, csv.Errors);
        Assert.Contains("norm_variance_share", File.ReadAllLines(table)[0], StringComparison.Ordinal);
        Assert.Contains("Report: " + table, csv.Errors, StringComparison.Ordinal);
        string pictures = Path.Combine(Folder, "pictures");
        Assert.True(LabProcess.Run("analyze", Last, "--format", "png", "--out", pictures, "--keep-statistics").Code == ExitCode.Done);
        Assert.NotEmpty(Directory.EnumerateFiles(pictures, "projection-*.png"));
        Assert.True(LabProcess.Run("analyze", Last, "--format", "md").Code == ExitCode.Done);
        Assert.StartsWith("# mlp with bn", File.ReadAllText(Path.ChangeExtension(Last, ".analysis.md")), StringComparison.Ordinal);
    }

    private void Refusals()
    {
        Refused(ExitCode.Usage, "nosuch", "--data", "nosuch");
        Refused(ExitCode.Usage, "fold", "--fold", "2");
        Refused(ExitCode.Usage, "cuda:9", "--device", "cuda:9");
        Refused(ExitCode.Refused, "expected samples of 1×28×28", "--data", "image-folder", "--data-dir", Pictures());
        Refused(ExitCode.Refused, "Cannot write", "--out", Path.Combine(Last, "below.html"));
        byte[] bytes = File.ReadAllBytes(Last);
        bytes[^9] ^= 1;
        File.WriteAllBytes(Last, bytes);
        LabResult damaged = LabProcess.Run("analyze", Last, "--json");
        Assert.Equal((ExitCode.Refused, ""), (damaged.Code, damaged.Output));
        Assert.Contains("damaged", damaged.OnlyError, StringComparison.Ordinal);
    }

    private void Refused(int code, string named, params string[] arguments)
    {
        LabResult result = LabProcess.Run(["analyze", Last, "--json", .. arguments]);
        Assert.True(result.Code == code, $"{result.Code}: {result.Errors}");
        Assert.Empty(result.Output);
        Assert.Contains(named, result.Errors.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
    }

    // Two classes of gray squares.
    private string Pictures()
    {
        string root = Path.Combine(Folder, "pictures");
        foreach (string part in new[] { "train/a", "train/b", "test/a", "test/b" })
        {
            Directory.CreateDirectory(Path.Combine(root, part));
            for (int i = 0; i < 3; i++)
                File.WriteAllBytes(Path.Combine(root, part, $"{i}.png"), Convert.FromBase64String(Picture));
        }

        return root;
    }

    private void Compare()
    {
        string[] command =
        [
            "compare", "--model", "mlp", "--norms", "bn", "--epochs", "1", "--seeds", "1", "--seed", "3", "--train-size", "256",
            "--label-noise", "0.1", "--out", Comparison,
        ];
        LabResult result = LabProcess.Run(command);
        Assert.True(result.Code == ExitCode.Done, result.Errors);
    }

    private static string Figures(FeatureTapAnalysis place) =>
        Line(
            place.Layer,
            place.Side,
            place.Metrics.Concat(place.UnitMetrics ?? new Dictionary<string, double?>()).Select(item => item.Value));

    private static string Figures(JsonElement place) =>
        Line(
            Text(place, "layer"),
            Text(place, "side"),
            new[] { "metrics", "unit_metrics" }
                .Select(place.GetProperty)
                .Where(metrics => metrics.ValueKind == JsonValueKind.Object)
                .SelectMany(metrics => metrics.EnumerateObject())
                .Select(item => item.Value.ValueKind == JsonValueKind.Null ? (double?)null : item.Value.GetDouble()));

    private static string Line(string layer, string side, IEnumerable<double?> values) =>
        $"{layer} {side} {string.Join(' ', values.Select(value => value?.ToString("R") ?? "null"))}";

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    // 8×8 pixels, one gray.
    private const string Picture = "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAAAAADhZOFXAAAADklEQVR42mNogAIGyhgAgIQgARDoahcAAAAASUVORK5CYII=";
}
