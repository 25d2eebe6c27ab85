using L2BN.Data.Batches;

namespace L2BN.Data.Augmentation;

/// <summary>Changes a sample at random, in place. All randomness comes from <c>random</c>, so the result is a pure function of
/// (seed, epoch, index).</summary>
public interface IAugmentation
{
    /// <summary>
    /// The name with every parameter, such as <c>pad-crop(4)</c>. Runs are compared by it: two augmentations that change samples
    /// differently
    /// have different identities.
    /// </summary>
    string Identity { get; }

    /// <summary>The shape that a sample has afterwards: the same, unless the augmentation crops. Never larger.</summary>
    /// <exception cref="ArgumentException">The augmentation cannot be applied to samples of this shape.</exception>
    SampleShape OutputShape(SampleShape shape) => shape;

    /// <summary>Changes one sample, before normalization.</summary>
    /// <param name="sample"><c>shape.Size</c> values, channels first; where <see cref="OutputShape"/> is smaller, the result is written to
    /// the
    /// first values.</param>
    /// <param name="shape">The shape of the sample.</param>
    /// <param name="random">The sample's own generator.</param>
    void Apply(Span<float> sample, SampleShape shape, ref SampleRandom random);
}

/// <summary>Several augmentations, one after the other.</summary>
public sealed class AugmentationChain : IAugmentation
{
    private readonly IAugmentation[] _steps;

    /// <summary>Creates a chain; without steps it leaves samples as they are.</summary>
    public AugmentationChain(params IReadOnlyList<IAugmentation> steps) => _steps = [.. steps];

    /// <inheritdoc/>
    public SampleShape OutputShape(SampleShape shape) => _steps.Aggregate(shape, (current, step) => step.OutputShape(current));

    /// <inheritdoc/>
    public void Apply(Span<float> sample, SampleShape shape, ref SampleRandom random)
    {
        foreach (IAugmentation step in _steps)
        {
            step.Apply(sample[..shape.Size], shape, ref random);
            shape = step.OutputShape(shape);
        }
    }

    /// <summary>The names of the steps, in order.</summary>
    public string Identity => string.Join(", ", _steps.Select(step => step.Identity));

    /// <inheritdoc/>
    public override string ToString() => Identity;
}
