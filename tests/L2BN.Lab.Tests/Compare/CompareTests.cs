using System.Text.Json;

namespace L2BN.Lab.Tests.Compare;

public sealed class CompareTests : TemporaryFolder
{
    private string[] Small(params string[] more) =>
        [.. Common(), "--out", Path.Combine(Folder, "out"), .. more];

    private static string[] Common() =>
    [
        "compare", "--epochs", "1", "--seeds", "2", "--train-size", "300", "--threads", "1",
        "--shifts", "scale:1,noise:2", "--shift-samples", "2000",
    ];

    [Fact]
    public void Prints_one_line_of_json_of_the_contract()
    {
        LabResult result = LabProcess.Run(Small("--json"));
        JsonElement json = result.Json("compare");
        AssertHas(json, "schema", "data", "model", "epochs", "arms", "paired", "report");
        Assert.Equal(
            (1, "fashion-mnist-mini", "resnet8", 1),
            (
                json.GetProperty("schema").GetInt32(),
                json.GetProperty("data").GetString(),
                json.GetProperty("model").GetString(),
                json.GetProperty("epochs").GetInt32()));
        Assert.Equal(["bn", "l2bn"], json.GetProperty("arms").EnumerateArray().Select(arm => arm.GetProperty("norm").GetString()));
        CheckArm(json.GetProperty("arms")[0]);
        CheckPair(json.GetProperty("paired")[0]);
        CheckShifts(json);
        Assert.True(File.Exists(json.GetProperty("report").GetString()));
    }

    [Fact]
    public void Ends_with_a_table_and_a_report()
    {
        LabResult result = LabProcess.Run(Small("--norms", "bn,l2bn-unit"));
        Assert.True(result.Code == 0, result.Errors);
        Assert.Empty(result.Output);
        Assert.Contains("l2bn-unit", result.Errors, StringComparison.Ordinal);
        Assert.Contains($"Report: {Path.Combine(Folder, "out", "report.html")}", result.Errors, StringComparison.Ordinal);
        Assert.All(
            Directory.GetDirectories(Path.Combine(Folder, "out")),
            run => Assert.Single(File.ReadAllLines(Path.Combine(run, "epochs.jsonl"))));
    }

    [Fact]
    public void Two_runs_of_one_command_give_identical_numbers()
    {
        string[] values = [.. new[] { "a", "b" }.Select(folder =>
            Deterministic(LabProcess.Run([.. Common(), "--json", "--out", Path.Combine(Folder, folder)])))];
        Assert.Equal(values[0], values[1]);
    }

    // What a comparison records is what 'eval' finds in its checkpoint.
    private void CheckShifts(JsonElement json)
    {
        Assert.Equal(2000, json.GetProperty("shift_samples").GetInt32());
        JsonElement scale = json.GetProperty("arms")[1].GetProperty("shifts").GetProperty("scale");
        Assert.Equal("[1]", scale.GetProperty("severities").GetRawText());
        JsonElement noise = json.GetProperty("paired")[0].GetProperty("shifts").GetProperty("noise");
        Assert.Equal("undecided", noise.GetProperty("verdict").GetString());
        JsonElement eval = LabProcess.Run(
            "eval", Path.Combine(Folder, "out", "l2bn-seed0"), "--shift", "scale:1", "--threads", "1", "--json").Json("eval");
        JsonElement shifted = Assert.Single(eval.GetProperty("shifts").EnumerateArray());
        Assert.Equal("scale", shifted.GetProperty("shift").GetString());
        Assert.Equal(scale.GetProperty("accuracy").GetProperty("values")[0].GetDouble(), shifted.GetProperty("accuracy").GetDouble());
    }

    private static string Deterministic(LabResult result)
    {
        Assert.True(result.Code == 0, result.Errors);
        JsonElement root = JsonDocument.Parse(result.Output).RootElement;
        return string.Join(
            '\n',
            root.GetProperty("arms")
                .EnumerateArray()
                .SelectMany(arm => new[] { "accuracy", "accuracy_recalibrated", "loss" }.Select(name => arm.GetProperty(name).GetRawText()))
                .Append(root.GetProperty("paired").GetRawText()));
    }

    // Every name of the contract is there, whether its value exists or not; later versions may add to them.
    private static void AssertHas(JsonElement json, params string[] names) =>
        Assert.All(names, name => Assert.Contains(name, json.EnumerateObject().Select(property => property.Name)));

    private static void CheckArm(JsonElement arm)
    {
        AssertHas(arm, "norm", "accuracy", "accuracy_recalibrated", "loss", "ms_per_step", "peak_memory_bytes", "discriminability");
        foreach (string name in new[] { "accuracy", "accuracy_recalibrated" })
            Assert.All(arm.GetProperty(name).GetProperty("values").EnumerateArray(), value => Assert.InRange(value.GetDouble(), 0, 100));
        Assert.Equal(2, arm.GetProperty("accuracy").GetProperty("values").GetArrayLength());
        Assert.True(arm.GetProperty("ms_per_step").GetDouble() > 0);
        Assert.True(arm.GetProperty("peak_memory_bytes").GetInt64() > 1 << 20);
    }

    private static void CheckPair(JsonElement pair)
    {
        AssertHas(pair, "a", "b", "delta_mean", "ci95", "p_sign_flip", "smallest_detectable", "seeds", "verdict");
        Assert.Equal(2, pair.GetProperty("seeds").GetInt32());
        Assert.Equal("undecided", pair.GetProperty("verdict").GetString());
    }
}
