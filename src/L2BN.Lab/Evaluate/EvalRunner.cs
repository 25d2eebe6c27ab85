using L2BN.Data;
using L2BN.Lab.Shared;
using L2BN.Training.Checkpoints;
using L2BN.Training.Evaluation;
using TorchSharp;

namespace L2BN.Lab.Evaluate;

/// <summary>Evaluates a checkpoint on the test split of its data, or of other data of the same shape and classes.</summary>
internal static class EvalRunner
{
    public static int Run(EvalSettings settings, CancellationToken ct)
    {
        Checkpoint checkpoint = TrainedModel.Find(settings.Checkpoint);
        DataSplits data = CheckpointData.Open(checkpoint, settings.Data, settings.DataDir, settings.Fold);
        TorchSetup.Prepare(settings.Threads, settings.Device);
        using TrainedModel trained = TrainedModel.Load(checkpoint, settings.Norm, settings.Force, settings.Device);
        CheckpointData.CheckShape(trained, data);
        if (settings.Recalibrate) CheckpointData.Recalibrate(trained, data, settings.Device, ct);
        EvaluationResult result = Evaluator.Evaluate(trained.Model, data.Test, trained.Normalization, torch.device(settings.Device), ct);
        EvalPrinter.Print(result, trained, data, settings);
        return ExitCode.Done;
    }
}
