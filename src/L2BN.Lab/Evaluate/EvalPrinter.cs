using System.Text.Json.Nodes;
using L2BN.Data;
using L2BN.Lab.Shared;
using L2BN.Reporting;
using L2BN.Results;
using L2BN.Training.Evaluation;

namespace L2BN.Lab.Evaluate;

/// <summary>Prints an evaluation, and draws its confusion matrix.</summary>
internal static class EvalPrinter
{
    public static void Print(EvaluationResult result, TrainedModel trained, DataSplits data, EvalSettings settings)
    {
        IDataset test = data.Test;
        Console.Error.WriteLine($"{trained.Facts.Model} with {trained.Facts.Norm} on {test.Name}, {test.Count} samples: "
            + $"top-1 {result.Accuracy:F2} %, top-5 {result.AccuracyTop5:F2} %, loss {result.Loss:F4}");
        for (int k = 0; k < test.Classes.Count; k++)
            Console.Error.WriteLine($"  {test.Classes[k],-24} {Percent(Recall(result, k)),8} of {result.Confusion[k].Sum()}");
        if (settings.Picture is { } path) Draw(result, trained, test, path);
        if (settings.Json) Console.Out.WriteLine(Line(result, trained, data, settings));
    }

    private static void Draw(EvaluationResult result, TrainedModel trained, IDataset test, string path)
    {
        var picture = new HeatMap
        {
            Title = $"{trained.Facts.Model} with {trained.Facts.Norm}",
            Description = $"Confusion matrix on {test.Name}: rows are true classes, columns predictions, cells shares of the true class in percent.",
            Values = [.. result.Confusion.Select(row => row.Select(count => 100.0 * count / row.Sum()).ToArray())],
            Names = test.Classes,
            Scale = 100,
        };
        ResultsFile.Write(path, picture.ToSvgFile());
        Console.Error.WriteLine($"Confusion matrix: {path}");
    }

    private static string Line(EvaluationResult result, TrainedModel trained, DataSplits data, EvalSettings settings) => TrainJson.Line(new JsonObject
    {
        ["schema"] = 1,
        ["checkpoint"] = Path.GetFullPath(trained.Checkpoint.FilePath),
        ["data"] = settings.Data ?? trained.Facts.Data,
        ["model"] = trained.Facts.Model,
        ["norm"] = settings.Norm ?? trained.Facts.Norm,
        ["step"] = trained.Checkpoint.Position.Step,
        ["samples"] = data.Test.Count,
        ["accuracy"] = TrainJson.Number(result.Accuracy),
        ["accuracy_top5"] = TrainJson.Number(result.AccuracyTop5),
        ["loss"] = TrainJson.Number(result.Loss),
        ["recalibrated"] = settings.Recalibrate,
        ["data_warnings"] = TrainJson.Texts(data.Warnings),
        ["classes"] = new JsonArray([.. Enumerable.Range(0, data.Test.Classes.Count).Select(k => (JsonNode)new JsonObject
        {
            ["name"] = data.Test.Classes[k],
            ["samples"] = result.Confusion[k].Sum(),
            ["accuracy"] = TrainJson.Number(Recall(result, k)),
        })]),
        ["confusion"] = new JsonArray([.. result.Confusion.Select(row => (JsonNode)new JsonArray([.. row.Select(count => (JsonNode)count)]))]),
        ["picture"] = settings.Picture is { } path ? Path.GetFullPath(path) : null,
    });

    private static double? Recall(EvaluationResult result, int k) => result.Confusion[k].Sum() is > 0 and var count ? 100.0 * result.Confusion[k][k] / count : null;

    private static string Percent(double? value) => value is { } number ? $"{number:F2} %" : "-";
}
