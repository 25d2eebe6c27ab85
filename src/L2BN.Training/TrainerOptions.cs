using L2BN.Data.Augmentation;
using L2BN.Kernels;
using L2BN.Training.Checkpoints;
using L2BN.Training.Schedules;

namespace L2BN.Training;

/// <summary>Everything that decides what a training run computes; two runs with equal options on one machine give equal bits.</summary>
public sealed record TrainerOptions
{
    /// <summary>Passes over the training split, ≥ 1.</summary>
    public required int Epochs { get; init; }

    /// <summary>Samples per step, ≥ 1, default 64. A last incomplete batch is dropped where there is a full one.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Highest learning rate, &gt; 0, default 0.1; it follows <see cref="Schedule"/>.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>How the learning rate moves, default a cosine to zero over the run.</summary>
    public ScheduleOptions Schedule { get; init; } = new();

    /// <summary>Default SGD.</summary>
    public OptimizerKind Optimizer { get; init; }

    /// <summary>Momentum of SGD, 0–1, default 0.9.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Whether SGD's momentum is Nesterov's, default true.</summary>
    public bool Nesterov { get; init; } = true;

    /// <summary>Weight decay, ≥ 0, default 5e-4: in SGD an L2 penalty as torch's (gradient + wd·w), in AdamW decoupled.</summary>
    public double WeightDecay { get; init; } = 5e-4;

    /// <summary>Whether parameters of one dimension, the norms' and all biases, decay too, default true.</summary>
    public bool DecayNormAndBias { get; init; } = true;

    /// <summary>Batches whose gradients make one step, ≥ 1, default 1. The norm's statistics remain those of each batch.</summary>
    public int Accumulate { get; init; } = 1;

    /// <summary>Largest l2 norm of all gradients together, which longer ones are scaled down to, ≥ 0; default 0, no limit.</summary>
    public double ClipGradient { get; init; }

    /// <summary>Decay of a moving average of weights and buffers, 0 to below 1; default 0, none. Where there is one, it is what is
    /// evaluated.</summary>
    public double AverageDecay { get; init; }

    /// <summary>Share of each label that is given to all classes evenly, 0 (the default) to below 1.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>α of mixup, whose weights come from Beta(α, α), ≥ 0; default 0, none. The training accuracy then counts the first of the
    /// mixed classes.</summary>
    public double Mixup { get; init; }

    /// <summary>Epochs without a better accuracy (on the validation split where there is one, else on the test split) after which the run
    /// ends, ≥ 0; default 0, never.</summary>
    public int Patience { get; init; }

    /// <summary>Time after which the run ends with what it has, counted from the call that trains; null for none.</summary>
    public TimeSpan? TimeBudget { get; init; }

    /// <summary>Where and how often the run is saved; null for never.</summary>
    public CheckpointOptions? Checkpoints { get; init; }

    /// <summary>Seed of initial weights, order and augmentation, ≥ 0.</summary>
    public int Seed { get; init; }

    /// <summary>Device of model and batches, default <c>cpu</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Order of features in memory while the network computes, default channels first (torch's contiguous format).</summary>
    public FeatureLayout MemoryFormat { get; init; }

    /// <summary>Type of the network's convolutions and linear layers, default float32; weights are float32 in both
    /// (<see cref="ModelFormat"/>).</summary>
    public Precision Precision { get; init; }

    /// <summary>Whether memory that is free after an epoch is returned to the system (<see cref="MemoryReuse.Release"/>), so that fragments
    /// do not add up over a long run; default false. Changes no result.</summary>
    public bool ReleaseMemory { get; init; }

    /// <summary>Augmentation of training samples, drawn from (seed, epoch, index); null for none.</summary>
    public IAugmentation? Augmentation { get; init; }

    /// <summary>Unaugmented training samples from which running statistics are re-estimated at the end, ≥ 2, default 2,048.</summary>
    public int RecalibrationSamples { get; init; } = 2048;

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range; the message names it.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Epochs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(LearningRate);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(LearningRate, float.MaxValue);
        ArgumentOutOfRangeException.ThrowIfNegative(Momentum);
        ArgumentOutOfRangeException.ThrowIfNegative(WeightDecay);
        ArgumentOutOfRangeException.ThrowIfLessThan(Accumulate, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(ClipGradient);
        ArgumentOutOfRangeException.ThrowIfNegative(AverageDecay);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(AverageDecay, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(LabelSmoothing);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(LabelSmoothing, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Mixup);
        ArgumentOutOfRangeException.ThrowIfNegative(Patience);
        if (!Enum.IsDefined(Optimizer))
            throw new ArgumentOutOfRangeException(nameof(Optimizer), Optimizer, "Expected the optimizer Sgd or AdamW.");
        if (!Enum.IsDefined(MemoryFormat))
            throw new ArgumentOutOfRangeException(nameof(MemoryFormat), MemoryFormat, "Expected ChannelsFirst or ChannelsLast.");
        if (!Enum.IsDefined(Precision))
            throw new ArgumentOutOfRangeException(nameof(Precision), Precision, "Expected Full or BFloat16.");
        Schedule.Validate();
        ArgumentOutOfRangeException.ThrowIfNegative(Seed);
        ArgumentOutOfRangeException.ThrowIfLessThan(RecalibrationSamples, 2);
    }
}

/// <summary>How parameters follow their gradients.</summary>
public enum OptimizerKind
{
    /// <summary>Stochastic gradient descent with momentum.</summary>
    Sgd,

    /// <summary>Adam with decoupled weight decay.</summary>
    AdamW,
}
