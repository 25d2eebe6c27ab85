using L2BN.Data;
using L2BN.Data.Audio.Clips;
using L2BN.Data.Augmentation;
using L2BN.Data.Checks;
using L2BN.Data.Splits;
using L2BN.Experiments;
using L2BN.Lab.Shared;
using L2BN.Models.Norms;
using L2BN.Training;

namespace L2BN.Lab.Compare;

/// <summary>Binds the names of a plan to models and data, and runs the comparison.</summary>
internal static class ComparisonRunner
{
    /// <summary>Runs one comparison.</summary>
    /// <param name="plan">One data set, one model, one batch size.</param>
    /// <param name="output">Its folder, or null for the default.</param>
    /// <param name="ct">Cancels between two steps.</param>
    public static ComparisonResult Run(ComparisonPlan plan, string? output, CancellationToken ct)
    {
        IReadOnlyList<NormSpec> norms = NameResolver.Norms(plan.Options.Norms);
        IReadOnlyList<DataSplits> data = Data(plan);
        TorchSetup.Prepare(plan.Options.Torch.Threads, plan.Options.Torch.Device);
        ComparisonOptions options = Options(plan, norms, data[0]) with { Output = output };
        DataSplits shape = data[0];
        return EvaluationDataCheck.Run(data, token => ComparisonScreen.Show(plan.Epochs, observer => Comparison.Run(
            norm => Networks.Create(plan.Model, norm, shape.Train.Classes.Count, shape.Train.Shape), data, options, observer, token)), ct);
    }

    // One entry, or one per fold.
    private static IReadOnlyList<DataSplits> Data(ComparisonPlan plan)
    {
        DataOptions options = new()
        {
            Directory = plan.DataDir,
            TrainSize = plan.Options.TrainSize,
            Seed = plan.Options.Seed,
            Audio = plan.Options.Strict ? AudioOptions.Strict : null,
        };
        DataOptions[] ways = plan.Options.Fold == "all"
            ? [.. Enumerable.Range(1, plan.Data.Folds).Select(fold => options with { Fold = fold })]
            : [options with { Fold = Fold(plan.Options.Fold) }];
        string named = ways[0].Fold is null ? "--train-size" : "--fold, --train-size";
        return [.. NameResolver.Data(plan.Data.Name, ways, named).Zip(ways, (data, way) => AddLabelNoise(data, way, plan.Options))];
    }

    private static int? Fold(string? text) => text is null ? null
        : NumberText.TryParse(text, out int fold) ? fold
        : throw new UsageException($"--fold: expected a whole number or all, got '{text}'.");

    private static DataSplits AddLabelNoise(DataSplits data, DataOptions way, CompareOptions options)
    {
        DataSplits noisy = NameResolver.Resolve("--label-noise", () => LabelNoise.Apply(data, options.LabelNoise, options.Seed));
        return noisy with { Options = CheckpointData.Facts(way, options.LabelNoise) };
    }

    private static ComparisonOptions Options(ComparisonPlan plan, IReadOnlyList<NormSpec> norms, DataSplits data) => new()
    {
        Norms = [.. norms.Select(norm => norm.ToString())],
        Seeds = plan.Seeds,
        Model = plan.Model,
        Data = plan.Data.Name,
        Margin = plan.Options.Margin,
        Analyze = !plan.Options.NoAnalysis,
        Checkpoints = !plan.Options.NoCheckpoints,
        TensorBoard = plan.Options.TensorBoard,
        Command = plan.Options.CommandLine,
        Sections = plan.Data.Features is { } features ? ClassSounds.Sections(data.Train, features) : [],
        Training = new TrainerOptions
        {
            Epochs = plan.Epochs,
            BatchSize = plan.BatchSize,
            LearningRate = plan.Options.LearningRate,
            Seed = plan.Options.Seed,
            Device = plan.Options.Torch.Device,
            Augmentation = Augmentations.Standard(plan.Data, data.Train.Shape, NameResolver.TakesAnyWidth(plan.Model)),
        },
    };
}
