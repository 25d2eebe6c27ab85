using L2BN.Data;
using L2BN.Experiments;
using L2BN.Lab.Shared;
using L2BN.Results;
using L2BN.Training.Checkpoints;
using L2BN.Training.Evaluation;
using TorchSharp;

namespace L2BN.Lab.Analyze;

/// <summary>Analyses a checkpoint as <c>compare</c> analyses its runs.</summary>
internal static class AnalyzeRunner
{
    public static int Run(AnalyzeSettings settings, CancellationToken ct)
    {
        Checkpoint checkpoint = TrainedModel.Find(settings.Checkpoint);
        DataSplits data = CheckpointData.Open(checkpoint, settings.Data, settings.DataDir, settings.Fold);
        TorchSetup.Prepare(settings.Threads, settings.Device);
        using TrainedModel trained = TrainedModel.Load(checkpoint, norm: null, force: false, settings.Device);
        CheckpointData.CheckShape(trained, data);
        Warn(trained, data, settings);
        RunRecord run = StagesScreen.Show(stage => Measure(trained, data with { Normalization = trained.Normalization }, settings, stage, ct));
        AnalysisPrinter.Print(run, trained, settings);
        return ExitCode.Done;
    }

    // What was saved is evaluated before its statistics are touched; what is analysed is what compare analyses.
    private static RunRecord Measure(TrainedModel trained, DataSplits data, AnalyzeSettings settings, Action<string> stage, CancellationToken ct)
    {
        torch.Device device = torch.device(settings.Device);
        stage("evaluating the test split");
        EvaluationResult saved = Evaluator.Evaluate(trained.Model, data.Test, data.Normalization, device, ct);
        EvaluationResult analysed = saved;
        if (!settings.KeepStatistics)
        {
            stage("re-estimating running statistics");
            CheckpointData.Recalibrate(trained, data, settings.Device, ct);
            analysed = Evaluator.Evaluate(trained.Model, data.Test, data.Normalization, device, ct);
        }

        var analysis = new NetworkAnalysis(trained.Model, data, settings.Samples, device)
        {
            Progress = (done, all) => stage($"measuring {all} places, {done} done"),
        };
        return Record(trained, data, settings, saved, analysed) with { Analysis = analysis.Run(pictures: true, ct) };
    }

    private static RunRecord Record(TrainedModel trained, DataSplits data, AnalyzeSettings settings, EvaluationResult saved, EvaluationResult analysed) => new()
    {
        Arm = trained.Facts.Norm,
        Norm = trained.Facts.Norm,
        Model = trained.Facts.Model,
        Data = settings.Data ?? trained.Facts.Data,
        Seed = int.TryParse(trained.Facts.Options.GetValueOrDefault("seed"), out int seed) ? seed : 0,
        Parameters = trained.Model.parameters().Where(p => p.requires_grad).Sum(p => p.numel()),
        Final = new FinalRecord
        {
            Accuracy = saved.Accuracy,
            Loss = saved.Loss,
            AccuracyRecalibrated = analysed.Accuracy,
            LossRecalibrated = analysed.Loss,
            MsPerStep = double.NaN,
            Confusion = saved.Confusion,
        },
        Request = new RunRequest
        {
            Epochs = trained.Checkpoint.Position.Epoch,
            DataFingerprint = data.Fingerprint,
            DataWarnings = data.Warnings,
            Classes = data.Test.Classes,
            CommandLine = [settings.Command],
            Started = DateTimeOffset.Now,
            Environment = RunEnvironment.Read(settings.Device),
        },
    };

    private static void Warn(TrainedModel trained, DataSplits data, AnalyzeSettings settings)
    {
        bool same = settings.Fold is null && (settings.Data is null || settings.Data == trained.Facts.Data);
        if (same && data.Fingerprint != trained.Facts.DataFingerprint)
            Console.Error.WriteLine("Note: the data are not those that the checkpoint was trained on: their fingerprint differs.");
    }
}
