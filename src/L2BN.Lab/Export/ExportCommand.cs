using System.CommandLine;
using System.Text.Json;
using L2BN.Lab.Shared;
using L2BN.Onnx;
using L2BN.Results;
using L2BN.Results.Output;
using L2BN.Training.Checkpoints;

namespace L2BN.Lab.Export;

/// <summary>What <c>l2bn export</c> takes.</summary>
internal sealed record ExportOptions : CommandOptions
{
    public static OptionSet<ExportOptions> Set { get; } = new OptionSet<ExportOptions>()
        .Include(o => o.Input, CheckpointInput.File)
        .Argument(o => o.Target, "out", "The ONNX file to write, NAME.onnx.")
        .Switch(o => o.Verify, "--verify", "Run the file in ONNX Runtime and compare its answers with torch's.")
        .Text(o => o.DataDir, "--data-dir", "Folder of the samples that --verify takes, where it is not the one of the training.")
        .Include(o => o.Torch, TorchOptions.ThreadsOnly);

    public CheckpointInput Input { get; init; } = new();
    public string Target { get; init; } = "";
    public bool Verify { get; init; }
    public string? DataDir { get; init; }
    public TorchOptions Torch { get; init; } = new();
}

/// <summary><c>l2bn export</c>: writes the network of a checkpoint as an ONNX file.</summary>
internal static class ExportCommand
{
    private const string Extension = ".onnx";

    public static Command Create() =>
        LabCommand.Create("export", "Write the network of a checkpoint as an ONNX file.", ExportOptions.Set, Run);

    private static int Run(ExportOptions options, CancellationToken ct)
    {
        if (!options.Target.EndsWith(Extension, StringComparison.OrdinalIgnoreCase))
            throw new UsageException($"out: expected a file NAME{Extension}, got '{options.Target}'.");
        if (options.DataDir is not null && !options.Verify)
            throw new UsageException("--data-dir: expected --verify, which takes its samples from there; add --verify, or leave it out.");
        using Checkpoint checkpoint = TrainedModel.Find(options.Input.Path);
        TorchSetup.Prepare(options.Torch.Threads, "cpu", ComputeFormat.Default);
        using var trained = TrainedModel.Load(checkpoint, norm: null, force: false, "cpu", ComputeFormat.Default);
        OnnxExportResult written = Write(trained, options.Target);
        Terminal.WriteLine($"{written.Path}: {trained.Facts.Model} with {trained.Facts.Norm}, {written.Nodes} operators, "
            + $"{written.Bytes / 1e6:F1} MB{(written.DataPath is { } data ? $", and its tensors in {data}" : "")}");
        ExportCheckResult? check = options.Verify ? ExportCheck.Run(trained, written, options, ct) : null;
        StandardOutput.PrintJson(options.Json, () => Output(trained, written, check));
        return ExitCode.Done;
    }

    private static OnnxExportResult Write(TrainedModel trained, string path)
    {
        try
        {
            return OnnxExporter.Export(trained.Model, path, new OnnxOptions
            {
                InputShape = [trained.Shape.Channels, trained.Shape.Height, trained.Shape.Width],
                AxisNames = CheckpointSound.Features(trained.Facts) is null ? ["height", "width"] : ["mel", "time"],
                Metadata = Metadata(trained.Facts),
            });
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            string reason = refused.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ');
            throw new ResultsException($"Cannot write '{path}': {reason}. Choose another file.", refused);
        }
    }

    // The whole facts for this program, and what others need by itself.
    private static Dictionary<string, string> Metadata(CheckpointFacts facts)
    {
        Dictionary<string, string> texts = new()
        {
            [OnnxNetwork.FactsKey] = facts.ToJson(),
            ["classes"] = JsonSerializer.Serialize(facts.Classes),
            ["shape"] = JsonSerializer.Serialize(facts.Shape),
            ["mean"] = JsonSerializer.Serialize(facts.Mean),
            ["std"] = JsonSerializer.Serialize(facts.Std),
        };
        if (CheckpointSound.Features(facts) is { } features)
        {
            texts["sample_rate"] = $"{features.SampleRate}";
            texts[CheckpointSound.Fact] = features.Describe();
        }

        return texts;
    }

    private static ExportOutput Output(TrainedModel trained, OnnxExportResult written, ExportCheckResult? check) => new()
    {
        Checkpoint = Path.GetFullPath(trained.Checkpoint.FilePath),
        Path = Path.GetFullPath(written.Path),
        DataPath = written.DataPath is { } data ? Path.GetFullPath(data) : null,
        Model = trained.Facts.Model,
        Norm = trained.Facts.Norm,
        Bytes = written.Bytes,
        Nodes = written.Nodes,
        FixedSize = written.FixedSize,
        Difference = check?.Difference,
        Samples = check?.Samples ?? 0,
    };
}
