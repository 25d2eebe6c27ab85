namespace L2BN.Data.Audio.Features;

/// <summary>Slopes over time: the regression over two frames to either side, Δ[t] = (x[t+1] − x[t−1])/10 + (x[t+2] − x[t−2])/5, where all
/// five frames exist.</summary>
/// <remarks>As the DCASE 2020 task 1a system (github.com/MihawkHu/DCASE2020_task1) computes them: no padding, so each application costs two
/// frames at both ends.</remarks>
public static class Deltas
{
    /// <summary>Frames that one application drops at each end.</summary>
    public const int Reach = 2;

    /// <summary>Slopes of each row.</summary>
    /// <param name="x">At least 5 frames.</param>
    /// <returns>Same rows, 4 frames fewer.</returns>
    /// <exception cref="ArgumentException">Fewer than 5 frames.</exception>
    public static FeatureMatrix Compute(FeatureMatrix x)
    {
        if (x.Frames <= 2 * Reach)
            throw new ArgumentException($"Expected at least {2 * Reach + 1} frames, got {x.Frames}.", nameof(x));
        var slopes = new FeatureMatrix(x.Rows, x.Frames - 2 * Reach);
        for (int row = 0; row < x.Rows; row++)
            Slope(x.Row(row), slopes.Row(row));
        return slopes;
    }

    /// <summary>Values, slopes and slopes of slopes on the same frames: static frames 4 … T − 5, the middle of Δ, all of ΔΔ.</summary>
    /// <param name="x">At least 9 frames, T.</param>
    /// <param name="destination">3 × rows × (T − 8) values: the planes static, Δ, ΔΔ.</param>
    /// <exception cref="ArgumentException">Fewer than 9 frames, or a destination of another length.</exception>
    public static void Stack(FeatureMatrix x, Span<float> destination)
    {
        if (x.Frames <= 4 * Reach)
            throw new ArgumentException($"Expected at least {4 * Reach + 1} frames, got {x.Frames}.", nameof(x));
        int plane = x.Rows * (x.Frames - 4 * Reach);
        if (destination.Length != 3 * plane)
            throw new ArgumentException($"Expected space for {3 * plane} values, got {destination.Length}.", nameof(destination));
        FeatureMatrix first = Compute(x);
        CopyMiddle(x, 2 * Reach, destination[..plane]);
        CopyMiddle(first, Reach, destination.Slice(plane, plane));
        CopyMiddle(Compute(first), 0, destination.Slice(2 * plane, plane));
    }

    private static void Slope(ReadOnlySpan<float> x, Span<float> slopes)
    {
        for (int t = 0; t < slopes.Length; t++)
            slopes[t] = (float)(((double)x[t + 3] - x[t + 1]) / 10 + ((double)x[t + 4] - x[t]) / 5);
    }

    private static void CopyMiddle(FeatureMatrix source, int dropped, Span<float> plane)
    {
        int frames = source.Frames - 2 * dropped;
        for (int row = 0; row < source.Rows; row++)
            source.Row(row).Slice(dropped, frames).CopyTo(plane.Slice(row * frames, frames));
    }
}
