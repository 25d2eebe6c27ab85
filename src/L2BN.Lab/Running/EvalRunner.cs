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
        DataSplits data = CheckpointData.Open(checkpoint.Facts, settings.Data, settings.DataDir, settings.Fold);
        TorchSetup.Prepare(settings.Threads, settings.Device);
        using TrainedModel trained = TrainedModel.Load(checkpoint, settings.Norm, settings.Force, settings.Device);
        CheckpointData.CheckShape(trained, data);
        torch.Device device = torch.device(settings.Device);
        DataSplits standardised = data with { Normalization = trained.Normalization };
        if (settings.Recalibrate) RunningStatistics.Reestimate(trained.Model, standardised, RecalibrationSamples, device, ct);
        EvaluationResult result = Evaluator.Evaluate(trained.Model, data.Test, trained.Normalization, device, ct);
        EvalPrinter.Print(result, trained, data.Test, settings);
        return ExitCode.Done;
    }
}
