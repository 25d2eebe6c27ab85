using System.CommandLine;
using L2BN.Data;
using L2BN.Data.Audio.Decoding;
using L2BN.Data.Images;
using L2BN.Lab.Shared;
using L2BN.Results.Output;
using L2BN.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

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

    /// <summary>Re-estimate running statistics on the training samples first, which are in <see cref="DataDir"/> or where they
    /// were.</summary>
    public bool Recalibrate { get; init; }
    public string? DataDir { get; init; }
    public FormatOptions Format { get; init; } = new();
    public TorchOptions Torch { get; init; } = new();
}

/// <summary><c>l2bn predict</c>: runs files through a checkpoint, one by one: the answers to a file do not depend on the other
/// files.</summary>
internal static class PredictCommand
{
    public static Command Create() =>
        LabCommand.Create("predict", "Say what a checkpoint takes pictures or sounds for.", PredictOptions.Set, Run);

    private static int Run(PredictOptions options, CancellationToken ct)
    {
        using Checkpoint checkpoint = TrainedModel.Find(options.Input.Path);
        FileSamples samples = Samples(checkpoint.Facts, options);
        string[] files = [.. options.Inputs.SelectMany(samples.Find)];
        var pictures = LogMelFiles.Create(options.LogMel, samples, files);
        DataSplits? data = options.Recalibrate ? CheckpointData.Open(checkpoint, folder: options.DataDir) : null;
        ComputeFormat format = options.Format.Resolve(checkpoint);
        TorchSetup.Prepare(options.Torch.Threads, options.Torch.Device, format);
        using TrainedModel trained = Load(checkpoint, data, options, format, ct);
        List<Prediction> predictions = [];
        foreach (string file in files)
        {
            ct.ThrowIfCancellationRequested();
            Prediction prediction = Predict(trained, samples.Read(file), options);
            predictions.Add(prediction with { Picture = pictures?.Write(prediction) });
            PredictPrinter.Show(predictions[^1]);
        }

        PredictPrinter.Finish(predictions, trained, options);
        return ExitCode.Done;
    }

    // Files must be of the kind that the checkpoint was trained on.
    private static FileSamples Samples(CheckpointFacts facts, PredictOptions options)
    {
        SampleShape shape = facts.SampleShape;
        if (CheckpointSound.Features(facts) is { } features)
            return new SoundFiles(features, options.Start, options.Strict ? AudioTolerance.Strict : AudioTolerance.Standard);
        if (options.Start > 0)
            throw new UsageException(
                "--start: expected a checkpoint that was trained on sound, got one that was trained on pictures; leave --start out.");
        if (options.Strict)
            throw new UsageException(
                "--strict: expected a checkpoint that was trained on sound, got one that was trained on pictures; leave --strict out.");
        return ImageFile.Supports(shape)
            ? new PictureFiles(shape)
            : throw new DataException(
                $"Expected a checkpoint of pictures or of a known data set of sound, got one of '{facts.Data}' with "
                    + $"samples of {shape}; predict takes those only.");
    }

    private static TrainedModel Load(
        Checkpoint checkpoint, DataSplits? data, PredictOptions options, ComputeFormat format, CancellationToken ct)
    {
        var trained = TrainedModel.Load(checkpoint, norm: null, force: false, options.Torch.Device, format);
        if (data is null)
            return trained;
        CheckpointData.Recalibrate(trained, CheckpointData.Match(trained, data), options.Torch.Device, ct);
        return trained;
    }

    private static Prediction Predict(TrainedModel trained, FileSample sample, PredictOptions options)
    {
        float[] values = [.. sample.Values];
        trained.Normalization.Apply(values, trained.Shape);
        using IDisposable noGrad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor input = tensor(values)
            .reshape(1, trained.Shape.Channels, trained.Shape.Height, trained.Shape.Width)
            .to(device(options.Torch.Device));
        double[] shares = trained.Model.call(input).to(float64).softmax(1).cpu().data<double>().ToArray();
        return new Prediction(sample, [.. shares.Select((share, k) => new Answer { Class = trained.Facts.Classes[k], Probability = share })
            .OrderByDescending(answer => answer.Probability).Take(options.Top)]);
    }
}
