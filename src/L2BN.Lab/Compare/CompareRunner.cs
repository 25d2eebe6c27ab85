using L2BN.Analysis;
using L2BN.Data;
using L2BN.Experiments;
using L2BN.Lab.Shared;
using L2BN.Models;
using L2BN.Reporting;
using L2BN.Training;
using TorchSharp;

namespace L2BN.Lab.Compare;

/// <summary>Binds the names of a command line to models and data, runs the comparisons and prints their results.</summary>
internal static class CompareRunner
{
    public static int Run(CompareSettings settings, CancellationToken ct)
    {
        IReadOnlyList<NormSpec> norms = NameResolver.Norms(settings.Norms);
        IReadOnlyList<CompareSettings> cells = ComparisonMatrix.Of(settings);
        Requirements.Parse(settings.Require, Arms(norms), settings.Margin);
        try
        {
            return Run(settings, cells, OutputName.Of(settings), ct);
        }
        catch (OperationCanceledException stopped)
        {
            throw new OperationCanceledException("Stopped. What was saved is kept: the same command goes on from there.", stopped, ct);
        }
    }

    private static int Run(CompareSettings settings, IReadOnlyList<CompareSettings> cells, string? output, CancellationToken ct)
    {
        if (cells.Count > 1) return MatrixRunner.Run(cells, output, ct);
        ComparisonResult result = Compare(cells[0], output, ct, out bool met);
        ComparisonPrinter.Print(result, settings.Json);
        return met ? ExitCode.Done : ExitCode.RequirementNotMet;
    }

    /// <summary>Runs one comparison.</summary>
    /// <param name="cell">One model, one data set, one batch size.</param>
    /// <param name="output">Its folder, or null for the default.</param>
    /// <param name="ct">Cancels between two steps.</param>
    /// <param name="met">Whether every bar was met.</param>
    public static ComparisonResult Compare(CompareSettings cell, string? output, CancellationToken ct, out bool met)
    {
        IReadOnlyList<NormSpec> norms = NameResolver.Norms(cell.Norms);
        IReadOnlyList<DataSplits> data = NameResolver.Data(cell);
        TorchSetup.Prepare(cell.Threads, cell.Device);
        ComparisonOptions options = Options(cell, norms, data[0]) with { Output = output };
        ComparisonResult result = ComparisonScreen.Show(cell.Epochs, observer =>
            Comparison.Run(norm => Model(cell.Model!, norm, data[0]), data, options, observer, ct));
        met = Requirements.Hold(Requirements.Parse(cell.Require, Arms(norms), cell.Margin), result, cell.Margin);
        return result;
    }

    private static IReadOnlyList<Arm> Arms(IReadOnlyList<NormSpec> norms) => Arm.FromNorms(norms.Select(norm => norm.ToString()));

    private static torch.nn.Module<torch.Tensor, torch.Tensor> Model(string name, string norm, DataSplits data)
    {
        SampleShape shape = data.Train.Shape;
        return ModelCatalog.Create(name, new ModelOptions
        {
            Classes = data.Train.Classes.Count,
            SampleInput = (shape.Channels, shape.Height, shape.Width),
            Norm = NormSpec.Parse(norm),
        });
    }

    private static ComparisonOptions Options(CompareSettings cell, IReadOnlyList<NormSpec> norms, DataSplits data)
    {
        DatasetEntry entry = DatasetCatalog.Find(cell.Data);
        return new()
        {
            Norms = [.. norms.Select(norm => norm.ToString())],
            Seeds = cell.Seeds,
            Model = cell.Model!,
            Data = cell.Data,
            Margin = cell.Margin,
            Analyze = !cell.NoAnalysis,
            Checkpoints = !cell.NoCheckpoints,
            TensorBoard = cell.TensorBoard,
            Command = cell.Command,
            Sections = entry.Features is { } features ? SoundSettings.Sections(data.Train, features) : [],
            Training = new TrainerOptions
            {
                Epochs = cell.Epochs,
                BatchSize = cell.BatchSize,
                LearningRate = cell.LearningRate,
                Seed = cell.Seed,
                Device = cell.Device,
                Augmentation = Augmentations.Standard(entry, data.Train.Shape, NameResolver.TakesAnyWidth(cell.Model!)),
            },
        };
    }
}
