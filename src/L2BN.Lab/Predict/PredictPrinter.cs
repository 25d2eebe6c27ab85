using System.Text.Json.Nodes;
using L2BN.Lab.Shared;
using L2BN.Results;

namespace L2BN.Lab.Predict;

/// <summary>Prints predictions as they come, and writes them as a table and as JSON.</summary>
internal static class PredictPrinter
{
    public static void Show(Prediction prediction)
    {
        string remark = prediction.Sample.Remark is { } text ? $" ({text})" : "";
        Console.Error.WriteLine($"{prediction.Sample.File}{remark}: {string.Join(", ", prediction.Answers.Select(Text))}");
        if (prediction.Picture is { } picture) Console.Error.WriteLine($"Picture: {picture}");
    }

    public static void Finish(IReadOnlyList<Prediction> predictions, TrainedModel trained, PredictSettings settings)
    {
        if (settings.Csv is { } path) ResultsFile.Write(path, Table(predictions));
        if (settings.Json) Console.Out.WriteLine(Line(predictions, trained));
    }

    private static string Text(Answer answer) => $"{answer.Class} {100 * answer.Probability:F1} %";

    private static string Table(IReadOnlyList<Prediction> predictions) => Csv.Table(
        ["file", "rank", "class", "probability"],
        predictions.SelectMany(prediction => prediction.Answers.Select((answer, rank) =>
            (object?[])[prediction.Sample.File, rank + 1, answer.Class, answer.Probability])),
        lineEnd: "\n");

    private static string Line(IReadOnlyList<Prediction> predictions, TrainedModel trained) => TrainJson.Line(new JsonObject
    {
        ["schema"] = 1,
        ["checkpoint"] = Path.GetFullPath(trained.Checkpoint.FilePath),
        ["model"] = trained.Facts.Model,
        ["norm"] = trained.Facts.Norm,
        ["predictions"] = new JsonArray([.. predictions.Select(Object)]),
    });

    // Pictures are without a length, and without a picture of themselves.
    private static JsonNode Object(Prediction prediction)
    {
        var node = new JsonObject { ["file"] = prediction.Sample.File };
        if (prediction.Sample.Seconds is { } seconds) (node["seconds"], node["log_mel"]) = (TrainJson.Number(seconds), FullPath(prediction.Picture));
        node["top"] = new JsonArray([.. prediction.Answers.Select(answer => (JsonNode)new JsonObject
        {
            ["class"] = answer.Class,
            ["probability"] = TrainJson.Number(answer.Probability),
        })]);
        return node;
    }

    private static string? FullPath(string? path) => path is null ? null : Path.GetFullPath(path);
}
