using L2BN.Data.Augmentation;

namespace L2BN.Data.Batches;

/// <summary>How a data set is cut into batches.</summary>
public sealed record BatchOptions
{
    /// <summary>Samples in a batch, at least 1; the last one of an epoch may be smaller. Default 64.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Decides, with the epoch, the order and all augmentation. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>Visits the samples in a new random order every epoch. Default false.</summary>
    public bool Shuffle { get; init; }

    /// <summary>Leaves out a last batch that would be smaller than the others. Default false.</summary>
    public bool DropLast { get; init; }

    /// <summary>Threads that prepare batches ahead, 0 to 64; 0 prepares them in the caller. Changes the time, never the batches. Default
    /// 1.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Batches that may wait ready, at least 1. Default 4.</summary>
    public int Prefetch { get; init; } = 4;

    /// <summary>Applied to each sample before normalization; null for none (the default).</summary>
    public IAugmentation? Augmentation { get; init; }

    /// <summary>Applied to each sample last; null for none (the default).</summary>
    public Normalization? Normalization { get; init; }

    /// <summary>Mixes each sample with another, λ of one and 1 − λ of the other, λ from Beta(α, α) for each sample (Zhang et al. 2018). 0
    /// for none (the default); 0.2 to 1 is customary.</summary>
    public double MixupAlpha { get; init; }

    /// <summary>The shape of the samples of a batch: smaller than the data set's where the augmentation crops.</summary>
    internal SampleShape OutputShape(IDataset dataset) => Augmentation?.OutputShape(dataset.Shape) ?? dataset.Shape;

    internal void Validate(IDataset dataset)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(BatchSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Prefetch);
        ArgumentOutOfRangeException.ThrowIfNegative(Workers);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Workers, 64);
        if (!(MixupAlpha >= 0 && double.IsFinite(MixupAlpha)))
            throw new ArgumentException($"Expected mixup's α to be finite and at least 0, got {MixupAlpha}.");
        if ((long)BatchSize * dataset.Shape.Size > Array.MaxLength)
            throw new ArgumentException(
                $"Expected a batch of at most {Array.MaxLength} values, got {BatchSize} samples of {dataset.Shape}; "
                    + "choose a smaller batch size.");
        if (Normalization is { } n && n.Mean.Count != dataset.Shape.Channels)
            throw new ArgumentException(
                $"Expected a normalization of {dataset.Shape.Channels} channels for {dataset.Name}, got {n.Mean.Count}.");
    }
}
