using System.Text.Json.Nodes;
using L2BN.Lab.Running;
using L2BN.Results;

namespace L2BN.Lab.Screens;

/// <summary>Prints predictions, and writes them as a table.</summary>
internal static class PredictPrinter
{
    public static void Print(IReadOnlyList<Prediction> predictions, TrainedModel trained, PredictSettings settings)
    {
        foreach (Prediction prediction in predictions)
            Console.Error.WriteLine($"{prediction.File}: {string.Join(", ", prediction.Answers.Select(answer => $"{answer.Class} {100 * answer.Probability:F1} %"))}");
        if (settings.Csv is { } path) ResultsFile.Write(path, Table(predictions));
        if (settings.Json) Console.Out.WriteLine(Line(predictions, trained));
    }

    private static string Table(IReadOnlyList<Prediction> predictions) => "file,rank,class,probability\n" + string.Concat(predictions.SelectMany(prediction =>
        prediction.Answers.Select((answer, rank) => $"{Cell(prediction.File)},{rank + 1},{Cell(answer.Class)},{answer.Probability:R}\n")));

    // A cell that begins like a formula is one to a spreadsheet (CWE-1236).
    private static string Cell(string text)
    {
        string safe = text.Length > 0 && "=+-@\t\r\0".Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;
        return safe.AsSpan().IndexOfAny("\",\r\n") >= 0 ? $"\"{safe.Replace("\"", "\"\"")}\"" : safe;
    }

    private static string Line(IReadOnlyList<Prediction> predictions, TrainedModel trained) => TrainJson.Line(new JsonObject
    {
        ["schema"] = 1,
        ["checkpoint"] = Path.GetFullPath(trained.Checkpoint.FilePath),
        ["model"] = trained.Facts.Model,
        ["norm"] = trained.Facts.Norm,
        ["predictions"] = new JsonArray([.. predictions.Select(prediction => (JsonNode)new JsonObject
        {
            ["file"] = prediction.File,
            ["top"] = new JsonArray([.. prediction.Answers.Select(answer => (JsonNode)new JsonObject
            {
                ["class"] = answer.Class,
                ["probability"] = TrainJson.Number(answer.Probability),
            })]),
        })]),
    });
}
