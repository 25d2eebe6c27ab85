namespace L2BN.Models;

/// <summary>The size of one sample: an image, or the log-mel features of one clip.</summary>
/// <param name="Channels">Channels: 1 or 3 for images; 1 to 3 for sound (static, delta, delta-delta).</param>
/// <param name="Height">Rows of an image, or mel bands.</param>
/// <param name="Width">Columns of an image, or time frames.</param>
public readonly record struct ModelInput(int Channels, int Height, int Width)
{
    /// <summary>The same shape from a tuple (channels, height, width).</summary>
    public static implicit operator ModelInput((int Channels, int Height, int Width) shape) =>
        new(shape.Channels, shape.Height, shape.Width);

    /// <summary>The shape as C×H×W.</summary>
    public override string ToString() => $"{Channels}×{Height}×{Width}";
}
