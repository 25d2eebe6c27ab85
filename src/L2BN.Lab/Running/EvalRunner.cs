using L2BN.Data;
using L2BN.Lab.Screens;
using L2BN.Training;
using L2BN.Training.Checkpoints;
using L2BN.Training.Evaluation;
using TorchSharp;

namespace L2BN.Lab.Running;

/// <summary>Evaluates a checkpoint on the test split of its data, or of other data of the same shape and classes.</summary>
internal static class EvalRunner
{
    private const int RecalibrationSamples = 2048;

    public static int Run(EvalSettings settings, CancellationToken ct)
    {
        Checkpoint checkpoint = TrainedModel.Find(settings.Checkpoint);
        DataSplits data = Open(settings, checkpoint.Facts);
        TorchSetup.Prepare(settings.Threads, settings.Device);
        using TrainedModel trained = TrainedModel.Load(checkpoint, settings.Norm, settings.Force, settings.Device);
        CheckShape(trained, data);
        torch.Device device = torch.device(settings.Device);
        DataSplits standardised = data with { Normalization = trained.Normalization };
        if (settings.Recalibrate) RunningStatistics.Reestimate(trained.Model, standardised, RecalibrationSamples, device, ct);
        EvaluationResult result = Evaluator.Evaluate(trained.Model, data.Test, trained.Normalization, device, ct);
        EvalPrinter.Print(result, trained, data.Test, settings);
        return ExitCode.Done;
    }

    private static DataSplits Open(EvalSettings settings, CheckpointFacts facts)
    {
        string name = settings.Data ?? facts.Data;
        bool same = name == facts.Data;
        string? folder = settings.DataDir ?? (same ? facts.Options.GetValueOrDefault("data-dir") : null);
        return Names.Data(name, new DataOptions
        {
            Directory = folder,
            ImageSize = same && facts.Options.TryGetValue("image-size", out string? side) ? int.Parse(side) : null,
            Fold = settings.Fold ?? (same && facts.Options.TryGetValue("fold", out string? fold) ? int.Parse(fold) : null),
        });
    }

    private static void CheckShape(TrainedModel trained, DataSplits data)
    {
        if (data.Test.Shape != trained.Shape || data.Test.Classes.Count != trained.Facts.Classes.Count)
            throw new DataException($"{data.Test.Name} has samples of {data.Test.Shape} in {data.Test.Classes.Count} classes; "
                + $"the checkpoint was trained on {trained.Shape} in {trained.Facts.Classes.Count}.");
    }
}
