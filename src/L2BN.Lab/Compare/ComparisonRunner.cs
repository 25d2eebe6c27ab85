using L2BN.Data;
using L2BN.Data.Audio.Clips;
using L2BN.Data.Augmentation;
using L2BN.Data.Checks;
using L2BN.Data.Splits;
using L2BN.Experiments;
using L2BN.Lab.Shared;
using L2BN.Models.Norms;
using L2BN.Training;
using TorchSharp;
using static TorchSharp.torch;

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
        (DataSplits[] data, ComparisonOptions options) = Prepare(plan);
        options = options with { Output = output, Workers = Workers(plan) };
        return EvaluationDataCheck.Run(data, token => ComparisonScreen.Show(
            plan.Epochs, observer => Comparison.Run(Model(plan, data[0]), data, options, observer, token)), ct);
    }

    /// <summary>Trains single runs of a comparison, as <c>l2bn worker</c> does.</summary>
    /// <param name="plan">The comparison, in its folder.</param>
    /// <param name="work">Which runs.</param>
    /// <param name="observer">Receives the progress.</param>
    /// <param name="ct">Cancels between two steps.</param>
    public static void TrainRuns(ComparisonPlan plan, WorkerRuns work, IComparisonObserver observer, CancellationToken ct)
    {
        (DataSplits[] data, ComparisonOptions options) = Prepare(plan);
        ComparisonWorker.Run(Model(plan, data[0]), data, options with { Output = plan.Options.Output }, work, observer, ct);
    }

    private static (DataSplits[] Data, ComparisonOptions Options) Prepare(ComparisonPlan plan)
    {
        IReadOnlyList<NormSpec> norms = NameResolver.Norms(plan.Options.Norms);
        DataSplits[] data = [.. Data(plan)];
        TorchSetup.Prepare(
            plan.Options.JobPlan.Threads,
            plan.Options.Device,
            new ComputeFormat(plan.Options.MemoryFormat, plan.Options.Precision));
        return (data, Options(plan, norms, data[0]));
    }

    private static Func<string, nn.Module<Tensor, Tensor>> Model(ComparisonPlan plan, DataSplits shape) =>
        norm => Networks.Create(plan.Model, norm, shape.Train.Classes.Count, shape.Train.Shape);

    private static WorkerPool? Workers(ComparisonPlan plan)
    {
        (int jobs, int threads) = plan.Options.JobPlan;
        DateTimeOffset started = DateTimeOffset.Now;
        if (jobs == 1)
            return null;
        if (jobs * (long)threads > Environment.ProcessorCount)
        {
            Terminal.WriteLine(
                $"Note: {jobs} jobs of {threads} threads on {Environment.ProcessorCount} cores wait for each other; "
                    + "fewer would be faster.");
        }

        return new WorkerPool(jobs, folder => WorkerOptions.Arguments(plan, threads, folder, started));
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
        Looks = plan.Looks,
        Model = plan.Model,
        Data = plan.Data.Name,
        Margin = plan.Options.Margin,
        Analyze = !plan.Options.NoAnalysis,
        Shifts = plan.Shifts,
        ShiftSamples = plan.Options.ShiftSamples ?? DataDefaults.For(plan.Data).ShiftSamples,
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
            Device = plan.Options.Device,
            MemoryFormat = plan.Options.MemoryFormat,
            Precision = plan.Options.Precision,
            Augmentation = Augmentations.Standard(plan.Data, data.Train.Shape, NameResolver.TakesAnyWidth(plan.Model)),
        },
    };
}
