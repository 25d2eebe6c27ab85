namespace L2BN.Data;

/// <summary>Mirrors a sample left to right with a probability of one half.</summary>
public sealed class HorizontalFlip : IAugmentation
{
    /// <inheritdoc/>
    public void Apply(Span<float> sample, SampleShape shape, ref SampleRandom random)
    {
        if (!random.NextBool()) return;
        for (int row = 0; row < sample.Length; row += shape.Width) sample.Slice(row, shape.Width).Reverse();
    }

    /// <summary>The name in configurations.</summary>
    public override string ToString() => "flip";
}
