using System.CommandLine;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Predict;

/// <summary>What <c>l2bn predict</c> takes.</summary>
internal sealed record PredictOptions : CommandOptions
{
    public static OptionSet<PredictOptions> Set { get; } =
        new OptionSet<PredictOptions>()
            .Include(o => o.Input, CheckpointInput.File)
            .Arguments(o => o.Inputs, "inputs", "Image files, or sound files, as the checkpoint was trained on; and folders of them.")
            .Whole(o => o.Top, "--top", "Answers per file.", least: 1)
            .Text(o => o.Csv, "--csv", "Write the answers as a CSV table to this file.")
            .Number(o => o.Start, "--start", "Seconds into each sound at which the clip begins.", NumberRange.AtLeastZero)
            .Switch(o => o.Strict, "--strict", "Refuse sound files that break a rule of their format, even where no sample is in doubt.")
            .Text(
                o => o.LogMel,
                "--log-mel",
                "Draw the features that the network reads: NAME.svg or NAME.png for one sound, or a folder for several.")
            .Switch(
                o => o.Onnx,
                "--onnx",
                "The first argument is an ONNX file of 'l2bn export': ONNX Runtime computes, and torch is not needed.")
            .Switch(o => o.Recalibrate, "--recalibrate", "Re-estimate running statistics on the training samples first.")
            .Text(o => o.DataDir, "--data-dir", "Folder of those samples, where it is not the one of the training.")
            .Include(o => o.Format, FormatOptions.Create("the checkpoint's"))
            .Include(o => o.Torch, TorchOptions.All);

    public CheckpointInput Input { get; init; } = new();
    public IReadOnlyList<string> Inputs { get; init; } = [];
    public int Top { get; init; } = 5;
    public string? Csv { get; init; }

    /// <summary>Seconds into each sound; 0 is the beginning.</summary>
    public double Start { get; init; }

    /// <summary>Refuse sounds that break a rule of their format.</summary>
    public bool Strict { get; init; }

    /// <summary>A picture file for one sound, or a folder of pictures; null draws none.</summary>
    public string? LogMel { get; init; }

    /// <summary>The input is an ONNX file.</summary>
    public bool Onnx { get; init; }

    /// <summary>Re-estimate running statistics on the training samples first, which are in <see cref="DataDir"/> or where they
    /// were.</summary>
    public bool Recalibrate { get; init; }
    public string? DataDir { get; init; }
    public FormatOptions Format { get; init; } = new();
    public TorchOptions Torch { get; init; } = new();
}

/// <summary><c>l2bn predict</c>: runs files through a trained network.</summary>
internal static class PredictCommand
{
    public static Command Create() =>
        LabCommand.Create("predict", "Say what a checkpoint takes pictures or sounds for.", PredictOptions.Set, Run);

    private static int Run(PredictOptions options, CancellationToken ct) =>
        options.Onnx ? OnnxPrediction.Run(options, ct) : CheckpointPrediction.Run(options, ct);
}
