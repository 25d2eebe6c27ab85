namespace L2BN.Data;

/// <summary>Several augmentations, one after the other.</summary>
public sealed class AugmentationChain : IAugmentation
{
    private readonly IAugmentation[] _steps;

    /// <summary>Makes a chain; without steps it leaves samples as they are.</summary>
    public AugmentationChain(params IReadOnlyList<IAugmentation> steps) => _steps = [.. steps];

    /// <inheritdoc/>
    public SampleShape OutputShape(SampleShape shape) => _steps.Aggregate(shape, (current, step) => step.OutputShape(current));

    /// <inheritdoc/>
    public void Apply(Span<float> sample, SampleShape shape, ref SampleRandom random)
    {
        foreach (var step in _steps)
        {
            step.Apply(sample[..shape.Size], shape, ref random);
            shape = step.OutputShape(shape);
        }
    }

    /// <summary>The names of the steps, in order.</summary>
    public override string ToString() => string.Join(", ", (object[])_steps);
}
