using L2BN.Lab.Shared;
using L2BN.Results;
using L2BN.Results.Output;
using L2BN.Training.Checkpoints;

namespace L2BN.Lab.Predict;

/// <summary>The answers to one file, most probable first.</summary>
internal sealed record Prediction(FileSample Sample, IReadOnlyList<Answer> Answers)
{
    /// <summary>The picture that was drawn of it; null for none.</summary>
    public string? Picture { get; init; }
}

/// <summary>Prints each prediction when it is made, and writes all of them as a table and as JSON.</summary>
internal static class PredictPrinter
{
    public static void Show(Prediction prediction)
    {
        string remark = prediction.Sample.Remark is { } text ? $" ({text})" : "";
        Terminal.WriteLine($"{prediction.Sample.File}{remark}: {string.Join(", ", prediction.Answers.Select(Text))}");
        if (prediction.Picture is { } picture)
            Terminal.WriteLine($"Picture: {picture}");
    }

    public static void Finish(
        IReadOnlyList<Prediction> predictions, string network, CheckpointFacts facts, PredictOptions options)
    {
        if (options.Csv is { } path)
            ResultsFile.Write(path, Table(predictions));
        StandardOutput.PrintJson(options.Json, () => new PredictOutput
        {
            Checkpoint = Path.GetFullPath(network),
            Model = facts.Model,
            Norm = facts.Norm,
            Predictions = [.. predictions.Select(Output)],
        });
    }

    /// <summary>An answer for people: the class and its probability in percent.</summary>
    public static string Text(Answer answer) => $"{answer.Class} {100 * answer.Probability:F1} %";

    private static string Table(IReadOnlyList<Prediction> predictions) => Csv.Table(
        ["file", "rank", "class", "probability"],
        predictions.SelectMany(prediction => prediction.Answers.Select((answer, rank) =>
            (object?[])[prediction.Sample.File, rank + 1, answer.Class, answer.Probability])),
        lineEnd: "\n");

    private static FilePrediction Output(Prediction prediction) => prediction.Sample.Seconds is { } seconds
        ? new SoundPrediction
        {
            File = prediction.Sample.File,
            Seconds = seconds,
            LogMel = prediction.Picture is { } path ? Path.GetFullPath(path) : null,
            Top = prediction.Answers,
        }
        : new ImagePrediction { File = prediction.Sample.File, Top = prediction.Answers };
}
