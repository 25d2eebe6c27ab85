using System.CommandLine;
using L2BN.Data;
using L2BN.Data.Splits;
using L2BN.Experiments;
using L2BN.Lab.Shared;
using L2BN.Results;
using L2BN.Training.Checkpoints;
using L2BN.Training.Evaluation;
using TorchSharp;

namespace L2BN.Lab.Analyze;

/// <summary>What <c>l2bn analyze</c> takes.</summary>
internal sealed record AnalyzeOptions : CommandOptions
{
    public static OptionSet<AnalyzeOptions> Set { get; } =
        new OptionSet<AnalyzeOptions>()
            .Include(o => o.Input, CheckpointInput.FileAndData)
            .Whole(o => o.Samples, "--samples", "Test samples used for the measures of layers.", least: 2)
            .Switch(
                o => o.KeepStatistics,
                "--keep-statistics",
                "Use the running statistics as they were saved; else they are first re-estimated, as compare does.")
            .Include(
                o => o.Report,
                ReportOptions.Create(
                    "Where to write the report [default: analysis.html, .md, .csv, or the folder analysis.svg or .png, "
                        + "in the run's folder or beside the checkpoint]."))
            .Include(o => o.Format, FormatOptions.Create("the checkpoint's"))
            .Include(o => o.Torch, TorchOptions.All);

    public CheckpointInput Input { get; init; } = new();
    public int Samples { get; init; } = NetworkAnalysis.DefaultLayerSamples;
    public bool KeepStatistics { get; init; }
    public ReportOptions Report { get; init; } = new();
    public FormatOptions Format { get; init; } = new();
    public TorchOptions Torch { get; init; } = new();

    /// <summary>Where the report goes: into the folder of a run, beside a file with its name, or where the user says.</summary>
    public string ReportPath =>
        Report.Output
        ?? (
            Directory.Exists(Input.Path)
                ? Path.Combine(Input.Path, $"analysis.{Report.Format}")
                : Path.ChangeExtension(Input.Path, $".analysis.{Report.Format}"));
}

/// <summary><c>l2bn analyze</c>: how well a trained network separates the classes, layer by layer, as <c>compare</c> analyzes its
/// runs.</summary>
internal static class AnalyzeCommand
{
    public static Command Create() =>
        LabCommand.Create(
            "analyze",
            "Measure how well a checkpoint separates the classes, layer by layer, and what l2-normalizing would change.",
            AnalyzeOptions.Set,
            Run);

    private static int Run(AnalyzeOptions options, CancellationToken ct)
    {
        using Checkpoint checkpoint = TrainedModel.Find(options.Input.Path);
        DataSplits data = CheckpointData.Open(checkpoint, options.Input.Data, options.Input.DataDir, options.Input.Fold);
        ComputeFormat format = options.Format.Resolve(checkpoint);
        TorchSetup.Prepare(options.Torch.Threads, options.Torch.Device, format);
        using var trained = TrainedModel.Load(checkpoint, norm: null, force: false, options.Torch.Device, format);
        data = CheckpointData.Match(trained, data);
        Warn(trained, data, options.Input);
        RunRecord run = Terminal.ShowStages(stage =>
            Measure(trained, data with { Normalization = trained.Normalization }, options, stage, ct));
        AnalysisPrinter.Print(run, trained, options);
        return ExitCode.Done;
    }

    // What was saved is evaluated before its statistics change; what is analyzed is what compare analyzes.
    private static RunRecord Measure(
        TrainedModel trained,
        DataSplits data,
        AnalyzeOptions options,
        Action<string> stage,
        CancellationToken ct)
    {
        torch.Device device = torch.device(options.Torch.Device);
        stage("evaluating the test split");
        EvaluationResult saved = Evaluator.Evaluate(trained.Model, data.Test, data.Normalization, device, ct);
        EvaluationResult analyzed = saved;
        if (!options.KeepStatistics)
        {
            stage("re-estimating running statistics");
            CheckpointData.Recalibrate(trained, data, options.Torch.Device, ct);
            analyzed = Evaluator.Evaluate(trained.Model, data.Test, data.Normalization, device, ct);
        }

        NetworkAnalysis analysis = new(trained.Model, data, options.Samples, device)
        {
            Progress = (done, all) => stage($"measuring {all} layer inputs and outputs, {done} done"),
        };
        return Record(trained, data, options, saved, analyzed) with { Analysis = analysis.Run(pictures: true, ct) };
    }

    private static RunRecord Record(
        TrainedModel trained,
        DataSplits data,
        AnalyzeOptions options,
        EvaluationResult saved,
        EvaluationResult analyzed) =>
        new()
        {
            Arm = trained.Facts.Norm,
            Norm = trained.Facts.Norm,
            Model = trained.Facts.Model,
            Data = options.Input.Data ?? trained.Facts.Data,
            Seed = NumberText.TryParse(trained.Facts.Options.GetValueOrDefault("seed"), out int seed) ? seed : 0,
            Parameters = trained.Model.parameters().Where(p => p.requires_grad).Sum(p => p.numel()),
            Final = new FinalRecord
            {
                Accuracy = saved.Accuracy,
                Loss = saved.Loss,
                AccuracyRecalibrated = analyzed.Accuracy,
                LossRecalibrated = analyzed.Loss,
                MsPerStep = double.NaN,
                Confusion = saved.Confusion,
            },
            Request = new RunRequest
            {
                Epochs = trained.Checkpoint.Position.Epoch,
                DataFingerprint = data.Fingerprint,
                DataWarnings = data.Warnings,
                Classes = data.Test.Classes,
                CommandLine = [options.CommandLine],
                Started = DateTimeOffset.Now,
                Environment = RunEnvironment.Read(options.Torch.Device),
            },
        };

    private static void Warn(TrainedModel trained, DataSplits data, CheckpointInput input)
    {
        bool same = input.Fold is null && (input.Data is null || input.Data == trained.Facts.Data);
        if (same && data.Fingerprint != trained.Facts.DataFingerprint)
            Terminal.WriteLine("Note: the data are not those that the checkpoint was trained on: their fingerprint differs.");
    }
}
