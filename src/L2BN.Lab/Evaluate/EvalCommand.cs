using System.CommandLine;
using L2BN.Data;
using L2BN.Data.Audio.Clips;
using L2BN.Data.Shifts;
using L2BN.Lab.Shared;
using L2BN.Results.Output;
using L2BN.Training.Checkpoints;
using L2BN.Training.Evaluation;
using TorchSharp;

namespace L2BN.Lab.Evaluate;

/// <summary>What <c>l2bn eval</c> takes.</summary>
internal sealed record EvalOptions : CommandOptions
{
    public static OptionSet<EvalOptions> Set { get; } = new OptionSet<EvalOptions>()
        .Include(o => o.Input, CheckpointInput.FileAndData)
        .Text(o => o.Norm, "--norm", "Norm to build the model with [default: the checkpoint's].")
        .Switch(o => o.Force, "--force", "Load a checkpoint of another norm.")
        .Switch(o => o.Recalibrate, "--recalibrate", "Re-estimate running statistics on training samples first.")
        .Text(
            o => o.Shift,
            "--shift",
            "Evaluate on shifted test samples too: all, standard, or names, each with a severity or for all five, as contrast:3,noise.")
        .Text(o => o.Picture, "--confusion", "Write the confusion matrix as an SVG picture to this file.")
        .Include(o => o.Format, FormatOptions.Create("the checkpoint's"))
            .Include(o => o.Torch, TorchOptions.All);

    public CheckpointInput Input { get; init; } = new();
    public string? Norm { get; init; }
    public bool Force { get; init; }
    public bool Recalibrate { get; init; }
    public string? Shift { get; init; }
    public string? Picture { get; init; }
    public FormatOptions Format { get; init; } = new();
    public TorchOptions Torch { get; init; } = new();
}

/// <summary><c>l2bn eval</c>: evaluates a checkpoint on the test split of its data, or of other data of the same shape and
/// classes.</summary>
internal static class EvalCommand
{
    public static Command Create() => LabCommand.Create(
        "eval", "Evaluate a checkpoint: top-1, top-5, each class, the confusion matrix.", EvalOptions.Set, Run);

    private static int Run(EvalOptions options, CancellationToken ct)
    {
        using Checkpoint checkpoint = TrainedModel.Find(options.Input.Path);
        DataSplits data = CheckpointData.Open(checkpoint, options.Input.Data, options.Input.DataDir, options.Input.Fold);
        IReadOnlyList<ChosenShift> shifts = NameResolver.Resolve(
            "--shift", () => ShiftCatalog.Parse(options.Shift ?? "none", data.Test is ClipDataset));
        ComputeFormat format = options.Format.Resolve(checkpoint);
        TorchSetup.Prepare(options.Torch.Threads, options.Torch.Device, format);
        using var trained = TrainedModel.Load(checkpoint, options.Norm, options.Force, options.Torch.Device, format);
        DataSplits unmatched = data;
        data = CheckpointData.Match(trained, data);
        if (options.Recalibrate)
            CheckpointData.Recalibrate(trained, data, options.Torch.Device, ct);
        EvaluationResult result = Evaluator.Evaluate(
            trained.Model,
            data.Test,
            trained.Normalization,
            torch.device(options.Torch.Device),
            ct);
        ShiftedAccuracy[] shifted =
        [
            .. from chosen in shifts
               from severity in chosen.Severities
               select Evaluate(trained, unmatched, chosen.Shift, severity, options, ct),
        ];
        EvalPrinter.Print(result, shifted, trained, data, options);
        return ExitCode.Done;
    }

    // Sound is shifted before its features, so before its classes are brought into order.
    private static ShiftedAccuracy Evaluate(
        TrainedModel trained, DataSplits data, Shift shift, int severity, EvalOptions options, CancellationToken ct)
    {
        DataSplits shifted = CheckpointData.Match(trained, data with
        {
            Test = ShiftedDataset.Create(data.Test, trained.Normalization, shift, severity),
        });
        EvaluationResult result = Evaluator.EvaluateShifted(
            trained.Model, shifted.Test, trained.Normalization, torch.device(options.Torch.Device), ct);
        return new ShiftedAccuracy
        {
            Shift = shift.Name,
            Severity = severity,
            Accuracy = result.Accuracy,
            Loss = double.IsFinite(result.Loss) ? result.Loss : null,
        };
    }
}
