using L2BN.Data.Batches;
using L2BN.Data.Images;

namespace L2BN.Data.Augmentation;

/// <summary>Pads each side with zeros (black) and crops back to the original size at a random offset: a shift of up to <c>padding</c>
/// pixels
/// each way.</summary>
public sealed class PadCrop : IAugmentation
{
    /// <param name="padding">Pixels added on each side, at least 1; 4 is customary for 32 pixels, 2 for 28.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="padding"/> is below 1.</exception>
    public PadCrop(int padding)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(padding, 1);
        Padding = padding;
    }

    /// <summary>Pixels added on each side.</summary>
    public int Padding { get; }

    /// <inheritdoc/>
    public void Apply(Span<float> sample, SampleShape shape, ref SampleRandom random)
    {
        int down = random.NextInt(2 * Padding + 1) - Padding;
        int right = random.NextInt(2 * Padding + 1) - Padding;
        for (int channel = 0; channel < shape.Channels; channel++)
            Shift(sample.Slice(channel * shape.PlaneSize, shape.PlaneSize), shape.Width, down, right);
    }

    /// <summary>The name in configurations.</summary>
    public string Identity => $"pad-crop({Padding})";

    /// <inheritdoc/>
    public override string ToString() => Identity;

    /// <summary>Row y becomes row y + down, walked so that no row is overwritten before it was read.</summary>
    private static void Shift(Span<float> plane, int width, int down, int right)
    {
        int height = plane.Length / width;
        for (int i = 0; i < height; i++)
        {
            int y = down >= 0 ? i : height - 1 - i;
            ShiftRow(plane, width, y, y + down, right);
        }
    }

    private static void ShiftRow(Span<float> plane, int width, int y, int source, int right)
    {
        Span<float> row = plane.Slice(y * width, width);
        int copied = width - Math.Abs(right);
        if (copied <= 0 || source < 0 || source >= plane.Length / width)
        {
            row.Clear();
            return;
        }
        plane.Slice(source * width + Math.Max(right, 0), copied).CopyTo(row[Math.Max(-right, 0)..]);
        if (right > 0)
            row[copied..].Clear();
        else
            row[..-right].Clear();
    }
}

/// <summary>Mirrors a sample left to right with a probability of one half.</summary>
public sealed class HorizontalFlip : IAugmentation
{
    /// <inheritdoc/>
    public void Apply(Span<float> sample, SampleShape shape, ref SampleRandom random)
    {
        if (!random.NextBool())
            return;
        for (int row = 0; row < sample.Length; row += shape.Width)
            sample.Slice(row, shape.Width).Reverse();
    }

    /// <summary>The name in configurations.</summary>
    public string Identity => "flip";

    /// <inheritdoc/>
    public override string ToString() => Identity;
}
