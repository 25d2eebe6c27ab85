using System.CommandLine;
using L2BN.Data.Augmentation;
using L2BN.Lab.Shared;
using L2BN.Results;
using L2BN.Scalars;
using L2BN.Training;
using L2BN.Training.Schedules;

namespace L2BN.Lab.Train;

/// <summary>The options that decide what a training run computes. A configuration file has the same names.</summary>
internal sealed record TrainingTask
{
    private const string DataDirName = "--data-dir";

    public static OptionSet<TrainingTask> Set { get; } =
        new OptionSet<TrainingTask>()
            .Text(o => o.Data, "--data", "Data set.")
            .Text(o => o.DataDir, DataDirName, "Folder of the data set where it is on disk.")
            .Whole(o => o.TrainSize, "--train-size", "Train on a class-balanced part of this many samples.", least: 2)
            .Whole(
                o => o.ValidationSize,
                "--validation-size",
                "Set this many training samples aside to choose the best epoch by.",
                least: 1)
            .Whole(o => o.ImageSize, "--image-size", "Pixels per side; for image folders.", least: 8)
            .Whole(o => o.Fold, "--fold", "Fold to test on, where the data comes with folds.", least: 1)
            .Text(o => o.Model, "--model", "Network to train; sound: asc_cnn.")
            .Text(o => o.Norm, "--norm", "Its norm.")
            .Whole(o => o.Training.Epochs, "--epochs", "Passes over the training split; sound: 20.", least: 1)
            .Whole(o => o.Training.BatchSize, "--batch-size", "Samples per batch; sound: 16.", least: 1)
            .Number(o => o.Training.LearningRate, "--lr", "Highest learning rate.", NumberRange.Positive)
            .Whole(o => o.Training.Seed, "--seed", "Seed of weights, order and augmentation.", least: 0)
            .Choice(
                o => o.Training.Optimizer,
                "--optimizer",
                "How parameters follow their gradients.",
                ("sgd", OptimizerKind.Sgd),
                ("adamw", OptimizerKind.AdamW))
            .Number(o => o.Training.Momentum, "--momentum", "Momentum of SGD.", NumberRange.Share)
            .Switch(o => o.Training.Nesterov, "--nesterov", "Nesterov's form of momentum.")
            .Number(
                o => o.Training.WeightDecay,
                "--weight-decay",
                "Weight decay: an L2 penalty in SGD, decoupled in AdamW.",
                NumberRange.AtLeastZero)
            .Switch(o => o.Training.DecayNormAndBias, "--decay-norm-and-bias", "Let the parameters of norms and all biases decay too.")
            .Choice(
                o => o.Training.Schedule.Kind,
                "--schedule",
                "How the learning rate falls.",
                ("cosine", ScheduleKind.Cosine),
                ("step", ScheduleKind.Step),
                ("exponential", ScheduleKind.Exponential),
                ("warm-restarts", ScheduleKind.WarmRestarts),
                ("constant", ScheduleKind.Constant))
            .Wholes(
                o => o.Training.Schedule.Milestones,
                "--milestones",
                "Epochs at which the rate of 'step' falls, as 100,150.",
                expected: "epochs such as 100,150",
                least: 1)
            .Number(
                o => o.Training.Schedule.Gamma,
                "--gamma",
                "Factor at each milestone of 'step', after each epoch of 'exponential'.",
                NumberRange.Share)
            .Whole(o => o.Training.Schedule.WarmupEpochs, "--warmup-epochs", "Epochs over which the rate first rises.", least: 0)
            .Whole(o => o.Training.Schedule.FirstCycle, "--first-cycle", "Epochs of the first cycle of 'warm-restarts'.", least: 1)
            .Whole(o => o.Training.Schedule.CycleFactor, "--cycle-factor", "How much longer each cycle is than the one before.", least: 1)
            .Number(o => o.Training.Schedule.MinimumRate, "--min-lr", "Where a cosine ends.", NumberRange.AtLeastZero)
            .Number(
                o => o.Training.ClipGradient,
                "--clip-gradient",
                "Largest norm of all gradients together; 0 for no limit.",
                NumberRange.AtLeastZero)
            .Whole(o => o.Training.Accumulate, "--accumulate", "Batches whose gradients make one step.", least: 1)
            .Number(
                o => o.Training.AverageDecay,
                "--ema",
                "Decay of a moving average of weights and buffers, such as 0.999; 0 for none.",
                NumberRange.Share)
            .Number(
                o => o.Training.LabelSmoothing,
                "--label-smoothing",
                "Share of each label given to all classes evenly.",
                NumberRange.Share)
            .Number(
                o => o.Training.Mixup,
                "--mixup",
                "Mixes samples with weights from Beta(a, a) of this a; 0 for none.",
                NumberRange.AtLeastZero)
            .Choice(
                o => o.Training.MemoryFormat, FormatOptions.LayoutName, FormatOptions.LayoutText + ".", FormatOptions.Layouts)
            .Choice(o => o.Training.Precision, FormatOptions.PrecisionName, FormatOptions.PrecisionText + ".", FormatOptions.Precisions)
            .Text(o => o.Augment, "--augment", Augmentations.Syntax + ".")
            .Whole(
                o => o.Training.Patience,
                "--patience",
                "Epochs without a better accuracy after which the run ends; 0 for never.",
                least: 0);

    public string Data { get; init; } = "fashion-mnist-mini";
    public string? DataDir { get; init; }
    public int? TrainSize { get; init; }
    public int? ValidationSize { get; init; }
    public int? ImageSize { get; init; }
    public int? Fold { get; init; }
    public string Model { get; init; } = DataDefaults.Images.Model;
    public string Norm { get; init; } = "l2bn";
    public string Augment { get; init; } = "standard";
    public TrainerOptions Training { get; init; } =
        new() { Epochs = DataDefaults.Images.Epochs, BatchSize = DataDefaults.Images.BatchSize };

    /// <summary>The options that decide what is computed, as text, by their names without dashes: all but the folder of the data, which may
    /// be moved.</summary>
    public IReadOnlyDictionary<string, string> Facts() =>
        Set.Values(this).Where(item => item.Key != DataDirName[2..]).ToDictionary(item => item.Key, item => item.Value);
}

/// <summary>What <c>l2bn train</c> takes.</summary>
internal sealed record TrainOptions : CommandOptions
{
    private static readonly OptionSet<TrainOptions> s_saved = new OptionSet<TrainOptions>()
        .Include(o => o.Task, TrainingTask.Set)
        .Include(o => o.Torch, TorchOptions.All)
        .Number(
            o => o.TimeBudgetMinutes,
            "--time-budget",
            "Minutes after which the run ends with what it has; 0 for no limit.",
            NumberRange.AtLeastZero)
        .Whole(o => o.CheckpointEvery, "--checkpoint-every", "Save after every so many steps too; 0 for epochs only.", least: 0)
        .Whole(o => o.Keep, "--keep", "Numbered checkpoints to keep.", least: 2)
        .Switch(o => o.TensorBoard, "--tensorboard", "Write TensorBoard events too, into a folder 'tensorboard' in that of the run.")
        .Switch(o => o.Strict, "--strict", "Refuse sound files that break a rule of their format, even where no sample is in doubt.");

    public static OptionSet<TrainOptions> Set { get; } = new OptionSet<TrainOptions>()
        .Include(s_saved)
        .Text(o => o.Output, "--out", "Folder for records and checkpoints [default: runs/train-TIME].")
        .Switch(o => o.Resume, "--resume", "Continue the run in --out, or start it where there is nothing to continue.")
        .Switch(o => o.Overwrite, "--overwrite", "Delete the run in --out and start again.")
        .Switch(o => o.Force, "--force", "Continue a checkpoint of another norm.")
        .Text(o => o.ConfigPath, "--config", "YAML file of options by their names without dashes; the command line wins over it.")
        .Switch(o => o.PrintConfig, "--print-config", "Print the options in effect as YAML and stop.")
        .Switch(o => o.DryRun, "--dry-run", "Two batches end to end, then stop; no file remains.");

    public TrainingTask Task { get; init; } = new();
    public TorchOptions Torch { get; init; } = new();
    public double TimeBudgetMinutes { get; init; }
    public int CheckpointEvery { get; init; }
    public int Keep { get; init; } = 2;
    public bool TensorBoard { get; init; }
    public bool Strict { get; init; }
    public string? Output { get; init; }
    public bool Resume { get; init; }
    public bool Overwrite { get; init; }
    public bool Force { get; init; }
    public string? ConfigPath { get; init; }
    public bool PrintConfig { get; init; }
    public bool DryRun { get; init; }

    /// <summary>The options that decide what is computed, as text.</summary>
    public IReadOnlyDictionary<string, string> Facts => Task.Facts();

    /// <summary>The options in effect as YAML; those that only start a run are left out.</summary>
    public string Config => ConfigFile.Write(s_saved.Values(this));

    /// <summary>The same for the folder of the run: the folder of the data is absolute, since the run is continued and evaluated from
    /// anywhere.</summary>
    public string RunConfig => Task.DataDir is not { Length: > 0 } folder ? Config
        : ConfigFile.Write(s_saved.Values(this with { Task = Task with { DataDir = Path.GetFullPath(folder) } }));

    public int Threads => Torch.Threads;

    public string Device => Torch.Device;

    public TimeSpan? TimeBudget => TimeBudgetMinutes > 0 ? TimeSpan.FromMinutes(TimeBudgetMinutes) : null;

    /// <summary>The command line first, then its configuration file, then what suits the data.</summary>
    public static ParseResult Complete(ParseResult parse)
    {
        TrainOptions given = Set.Read(parse);
        ParseResult configured = ConfigFile.Apply(parse, given.ConfigPath ?? SavedConfig(given));
        var defaults = DataDefaults.For(NameResolver.Entry(Set.Read(configured).Task.Data));
        return defaults == DataDefaults.Images ? configured : ConfigFile.Default(configured, defaults.Options());
    }

    // A run that is continued begins with the options it was started with.
    private static string? SavedConfig(TrainOptions given)
    {
        if (!given.Resume || given.Output is not { } folder)
            return null;
        string saved = Path.Combine(folder, RunFolder.ConfigName);
        return ResultsFile.Exists(saved) ? saved : null;
    }
}
