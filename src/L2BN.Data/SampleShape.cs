namespace L2BN.Data;

/// <summary>The shape of one sample: float32, channels first, rows then columns.</summary>
/// <param name="Channels">Planes of the sample, at least 1.</param>
/// <param name="Height">Rows of a plane, at least 1.</param>
/// <param name="Width">Columns of a plane, at least 1.</param>
public readonly record struct SampleShape(int Channels, int Height, int Width)
{
    /// <summary>Values in one plane.</summary>
    public int PlaneSize => checked(Height * Width);

    /// <summary>Values in one sample.</summary>
    public int Size => checked(Channels * Height * Width);

    /// <summary>The shape as C×H×W.</summary>
    public override string ToString() => $"{Channels}×{Height}×{Width}";
}
