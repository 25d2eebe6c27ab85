using L2BN.Data;

namespace L2BN.Training;

/// <summary>Everything that decides what a training run computes; two runs with equal options on one machine give equal bits.</summary>
public sealed record TrainerOptions
{
    /// <summary>Passes over the training split, ≥ 1.</summary>
    public required int Epochs { get; init; }

    /// <summary>Samples per step, ≥ 1, default 64. A last incomplete batch is dropped where there is a full one.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Learning rate of the first step, &gt; 0, default 0.1; it follows a cosine to zero over the run.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Momentum of SGD, 0–1, default 0.9 (Nesterov's form).</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Coefficient of the L2 penalty as in torch's SGD (gradient + wd·w) on every parameter, ≥ 0, default 5e-4.</summary>
    public double WeightDecay { get; init; } = 5e-4;

    /// <summary>Seed of initial weights, order and augmentation, ≥ 0.</summary>
    public int Seed { get; init; }

    /// <summary>Device of model and batches, default <c>cpu</c>.</summary>
    public string Device { get; init; } = "cpu";

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
        ArgumentOutOfRangeException.ThrowIfNegative(Seed);
        ArgumentOutOfRangeException.ThrowIfLessThan(RecalibrationSamples, 2);
    }
}
