using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using L2BN.Lab.Train;
using L2BN.Results;

namespace L2BN.Lab.Shared;

/// <summary>The JSON lines of <c>train</c>; a number that does not exist is null.</summary>
internal static class TrainJson
{
    private static readonly JsonSerializerOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(RunRecord run, string folder, string checkpoint) => new JsonObject
    {
        ["schema"] = 1,
        ["data"] = run.Data,
        ["model"] = run.Model,
        ["norm"] = run.Norm,
        ["seed"] = run.Seed,
        ["epochs"] = run.Epochs.Count,
        ["steps"] = run.Epochs.Sum(epoch => (long)epoch.Steps),
        ["parameters"] = run.Parameters,
        ["accuracy"] = Number(run.Final!.Accuracy),
        ["accuracy_recalibrated"] = Number(run.Final.AccuracyRecalibrated),
        ["loss"] = Number(run.Final.Loss),
        ["loss_recalibrated"] = Number(run.Final.LossRecalibrated),
        ["ms_per_step"] = Number(run.Final.MsPerStep),
        ["samples_per_second"] = Number(run.Final.SamplesPerSecond),
        ["data_wait"] = Number(run.Final.DataWait),
        ["peak_memory_bytes"] = run.Final.PeakMemoryBytes,
        ["data_warnings"] = Texts(run.Request?.DataWarnings ?? []),
        ["out"] = Path.GetFullPath(folder),
        ["checkpoint"] = Path.GetFullPath(checkpoint),
    }.ToJsonString(s_options);

    public static string DryRun(TrainingTask task, FinalRecord final) => new JsonObject
    {
        ["schema"] = 1,
        ["dry_run"] = true,
        ["data"] = task.Data,
        ["model"] = task.Model,
        ["norm"] = task.Norm,
        ["ms_per_step"] = Number(final.MsPerStep),
        ["peak_memory_bytes"] = final.PeakMemoryBytes,
    }.ToJsonString(s_options);

    public static JsonArray Texts(IReadOnlyList<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    public static string Line(JsonObject line) => line.ToJsonString(s_options);

    public static JsonNode? Number(double? value) => value is { } number && double.IsFinite(number) ? JsonValue.Create(number) : null;
}
