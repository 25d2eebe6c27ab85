namespace L2BN.Core;

/// <summary>The shape of one sample, channels first: an image, or the log-mel features of one clip.</summary>
/// <param name="Channels">Planes, at least 1: 1 or 3 for images; 1 to 3 for sound (static, delta, delta-delta).</param>
/// <param name="Height">Rows of a plane, at least 1: rows of an image, or mel bands.</param>
/// <param name="Width">Columns of a plane, at least 1: columns of an image, or time frames.</param>
public readonly record struct SampleShape(int Channels, int Height, int Width)
{
    /// <summary>Values in one plane.</summary>
    public int PlaneSize => checked(Height * Width);

    /// <summary>Values in one sample.</summary>
    public int Size => checked(Channels * Height * Width);

    /// <summary>The same shape from a tuple (channels, height, width).</summary>
    public static implicit operator SampleShape((int Channels, int Height, int Width) shape) =>
        new(shape.Channels, shape.Height, shape.Width);

    /// <summary>The shape as C×H×W.</summary>
    public override string ToString() => $"{Channels}×{Height}×{Width}";
}
