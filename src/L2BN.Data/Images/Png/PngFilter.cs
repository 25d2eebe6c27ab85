namespace L2BN.Data.Images.Png;

/// <summary>Undoes the filter of a row in place (PNG specification, 9.2).</summary>
internal static class PngFilter
{
    /// <param name="source">For error messages.</param>
    /// <param name="row">The filter type, then the filtered bytes.</param>
    /// <param name="above">The row before, undone; zeros for the first.</param>
    /// <param name="step">Bytes from a pixel to its left neighbor, at least 1.</param>
    internal static void Undo(ImageSource source, Span<byte> row, ReadOnlySpan<byte> above, int step)
    {
        int filter = row[0];
        Span<byte> x = row[1..];
        ReadOnlySpan<byte> up = above[1..];
        switch (filter)
        {
            case 0: break;
            case 1: Sub(x, step); break;
            case 2: Up(x, up); break;
            case 3: Average(x, up, step); break;
            case 4: Paeth(x, up, step); break;
            default: throw source.Refuse($"PNG has no filter {filter}", 0);
        }
    }

    private static void Sub(Span<byte> x, int step)
    {
        for (int i = step; i < x.Length; i++)
            x[i] += x[i - step];
    }

    private static void Up(Span<byte> x, ReadOnlySpan<byte> up)
    {
        for (int i = 0; i < x.Length; i++)
            x[i] += up[i];
    }

    private static void Average(Span<byte> x, ReadOnlySpan<byte> up, int step)
    {
        for (int i = 0; i < x.Length; i++)
            x[i] += (byte)(((i < step ? 0 : x[i - step]) + up[i]) / 2);
    }

    private static void Paeth(Span<byte> x, ReadOnlySpan<byte> up, int step)
    {
        for (int i = 0; i < x.Length; i++)
            x[i] += i < step ? up[i] : Predict(x[i - step], up[i], up[i - step]);
    }

    private static byte Predict(int left, int up, int corner)
    {
        int estimate = left + up - corner;
        int toLeft = Math.Abs(estimate - left), toUp = Math.Abs(estimate - up), toCorner = Math.Abs(estimate - corner);
        return (byte)(toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner);
    }
}
