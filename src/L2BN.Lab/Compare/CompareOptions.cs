using L2BN.Kernels;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Compare;

/// <summary>What <c>l2bn compare</c> takes; what is left open depends on the data (<see cref="ComparisonMatrix"/>).</summary>
internal sealed record CompareOptions : CommandOptions
{
    public static OptionSet<CompareOptions> Set { get; } =
        new OptionSet<CompareOptions>()
            .Text(o => o.Norms, "--norms", "Arms to compare, the first is the baseline.")
            .Text(
                o => o.Seeds,
                "--seeds",
                "Paired runs per arm; 6 or more can decide [default: 6, or one per fold]. A range as 7..40 (or auto) ends at the first "
                    + "of its planned looks that decides.")
            .Whole(o => o.Epochs, "--epochs", "Passes over the training split [default: 6, sound: 20].", least: 1)
            .Text(o => o.Model, "--model", "Network to train, or several with commas [default: resnet8, sound: asc_cnn].")
            .Text(o => o.Data, "--data", "Data set, or several with commas.")
            .Text(o => o.DataDir, "--data-dir", "Folder of the data set where it is on disk.")
            .Whole(o => o.TrainSize, "--train-size", "Train on a class-balanced part of this many samples.", least: 2)
            .Text(o => o.Fold, "--fold", "Fold to test on, for data with folds; all gives each pair a fold, in turns.")
            .Wholes(
                o => o.BatchSizes,
                "--batch-size",
                "Samples per step, or several with commas [default: 64, sound: 16].",
                expected: "whole numbers of at least 1, separated by commas",
                least: 1)
            .Number(o => o.LearningRate, "--lr", "Learning rate of the first step; it falls to zero along a cosine.", NumberRange.Positive)
            .Whole(o => o.Seed, "--seed", "First seed.", least: 0)
            .Number(o => o.LabelNoise, "--label-noise", "Share of training labels to make wrong, 0 to 1.", NumberRange.Share)
            .Texts(
                o => o.Require,
                "--require",
                "A requirement like 'l2bn>bn' (better) or 'l2bn>=bn' (not worse by --margin); exit code 5 where it is not met.")
            .Number(o => o.Margin, "--margin", "Largest difference in percentage points that does not matter.", NumberRange.Positive)
            .Text(o => o.Output, "--out", "Folder for records and report [default: runs/compare-TIME].")
            .Text(o => o.Resume, "--resume", "Continue the comparison in this folder: only what is missing is run.")
            .Switch(o => o.NoAnalysis, "--no-analysis", "Leave out the analysis of discriminability.")
            .Text(
                o => o.Shifts,
                "--shifts",
                "Shifts of the test samples to test every finished run on: standard, all, none, or names such as contrast,noise:3.")
            .Whole(
                o => o.ShiftSamples,
                "--shift-samples",
                "Test samples per shift and severity [default: 500, sound: 100].",
                least: 1)
            .Switch(
                o => o.NoCheckpoints,
                "--no-checkpoints",
                "Save no network: a run that is stopped starts afresh, and cannot be analyzed later.")
            .Switch(o => o.TensorBoard, "--tensorboard", "Write TensorBoard events too, into a folder 'tensorboard' in that of each run.")
            .Switch(o => o.Strict, "--strict", "Refuse sound files that break a rule of their format, even where no sample is in doubt.")
            .Choice(o => o.MemoryFormat, FormatOptions.LayoutName, FormatOptions.LayoutText + ".", FormatOptions.Layouts)
            .Choice(o => o.Precision, FormatOptions.PrecisionName, FormatOptions.PrecisionText + ".", FormatOptions.Precisions)
            .Whole(
                o => o.Jobs,
                "--jobs",
                "Runs to train at the same time, each in a process of its own [default: one per core; 1 with --threads or on a GPU].",
                least: 1)
            .Whole(o => o.Threads, "--threads", "Threads of torch's operators in each run [default: 1; one per core on a GPU].", least: 1)
            .Text(o => o.Device, "--device", "cpu, cuda or cuda:N.");

    public string Norms { get; init; } = "bn,l2bn";
    public string? Seeds { get; init; }
    public int? Epochs { get; init; }
    public string? Model { get; init; }
    public string Data { get; init; } = "fashion-mnist-mini";
    public string? DataDir { get; init; }
    public int? TrainSize { get; init; }
    public string? Fold { get; init; }
    public IReadOnlyList<int> BatchSizes { get; init; } = [];
    public double LearningRate { get; init; } = 0.1;
    public int Seed { get; init; }
    public double LabelNoise { get; init; }
    public IReadOnlyList<string> Require { get; init; } = [];
    public double Margin { get; init; } = 1;
    public string? Output { get; init; }
    public string? Resume { get; init; }
    public bool NoAnalysis { get; init; }
    public string Shifts { get; init; } = "standard";
    public int? ShiftSamples { get; init; }
    public bool NoCheckpoints { get; init; }
    public bool TensorBoard { get; init; }
    public bool Strict { get; init; }
    public FeatureLayout MemoryFormat { get; init; }
    public Precision Precision { get; init; }
    public int? Jobs { get; init; }
    public int? Threads { get; init; }
    public string Device { get; init; } = "cpu";

    /// <summary>Runs at the same time and their threads, with what the command line leaves open.</summary>
    public JobPlan JobPlan => JobPlan.Create(Jobs, Threads, Device, Environment.ProcessorCount);
}
