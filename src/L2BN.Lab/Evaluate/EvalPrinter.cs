using L2BN.Data;
using L2BN.Lab.Shared;
using L2BN.Reporting.Charts;
using L2BN.Results;
using L2BN.Results.Output;
using L2BN.Training.Evaluation;

namespace L2BN.Lab.Evaluate;

/// <summary>Prints an evaluation, and draws its confusion matrix.</summary>
internal static class EvalPrinter
{
    public static void Print(
        EvaluationResult result, IReadOnlyList<ShiftedAccuracy> shifts, TrainedModel trained, DataSplits data, EvalOptions options)
    {
        IDataset test = data.Test;
        Terminal.WriteLine($"{trained.Facts.Model} with {trained.Facts.Norm} on {test.Name}, {test.Count} samples: "
            + $"top-1 {result.Accuracy:F2} %, top-5 {result.AccuracyTop5:F2} %, loss {result.Loss:F4}");
        for (int k = 0; k < test.Classes.Count; k++)
            Terminal.WriteLine($"  {test.Classes[k],-24} {Percent(Recall(result, k)),8} of {result.Confusion[k].Sum()}");
        foreach (ShiftedAccuracy shift in shifts)
            Terminal.WriteLine($"  shifted: {shift.Shift + ":" + shift.Severity,-16} {shift.Accuracy,6:F2} %, loss {shift.Loss,8:F4}");
        if (options.Picture is { } path)
            Draw(result, trained, test, path);
        StandardOutput.PrintJson(options.Json, () => Output(result, shifts, trained, data, options));
    }

    private static void Draw(EvaluationResult result, TrainedModel trained, IDataset test, string path)
    {
        HeatMap picture = new()
        {
            Title = $"{trained.Facts.Model} with {trained.Facts.Norm}",
            Description =
                $"Confusion matrix on {test.Name}: rows are true classes, columns predictions, cells shares of the true class in percent.",
            Values = [.. result.Confusion.Select(row => row.Select(count => 100.0 * count / row.Sum()).ToArray())],
            Names = test.Classes,
            Scale = 100,
        };
        ResultsFile.Write(path, picture.ToSvgFile());
        Terminal.WriteLine($"Confusion matrix: {path}");
    }

    private static EvalOutput Output(
        EvaluationResult result, IReadOnlyList<ShiftedAccuracy> shifts, TrainedModel trained, DataSplits data, EvalOptions options) => new()
        {
            Checkpoint = Path.GetFullPath(trained.Checkpoint.FilePath),
            Data = options.Input.Data ?? trained.Facts.Data,
            Model = trained.Facts.Model,
            Norm = options.Norm ?? trained.Facts.Norm,
            Step = trained.Checkpoint.Position.Step,
            Samples = data.Test.Count,
            Accuracy = result.Accuracy,
            AccuracyTop5 = result.AccuracyTop5,
            Loss = result.Loss,
            Recalibrated = options.Recalibrate,
            DataWarnings = data.Warnings,
            Classes = [.. data.Test.Classes.Select((name, k) => new ClassAccuracy
        {
            Name = name,
            Samples = result.Confusion[k].Sum(),
            Accuracy = Recall(result, k),
        })],
            Confusion = result.Confusion,
            Shifts = shifts,
            Picture = options.Picture is { } path ? Path.GetFullPath(path) : null,
        };

    private static double? Recall(EvaluationResult result, int k) =>
        result.Confusion[k].Sum() is > 0 and var count ? 100.0 * result.Confusion[k][k] / count : null;

    private static string Percent(double? value) => value is { } number ? $"{number:F2} %" : "-";
}
