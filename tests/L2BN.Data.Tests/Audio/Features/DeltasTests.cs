using CsCheck;
using L2BN.Data.Audio.Features;
using L2BN.Data.Tests.Audio.Support;

namespace L2BN.Data.Tests.Audio.Features;

public class DeltasTests
{
    [Fact]
    public void A_straight_line_has_its_slope_everywhere()
    {
        FeatureMatrix line = Matrix(2, 12, (row, t) => (row + 1) * 0.25f * t);
        FeatureMatrix slopes = Deltas.Compute(line);
        Assert.Equal((2, 8), (slopes.Rows, slopes.Frames));
        Assert.All(slopes.Row(0).ToArray(), slope => Assert.Equal(0.25f, slope, 1e-6f));
        Assert.All(slopes.Row(1).ToArray(), slope => Assert.Equal(0.5f, slope, 1e-6f));
    }

    /// <summary>Frame t of the stack shows the same moment in all three planes: the value, and the slopes about it.</summary>
    [Fact]
    public void Planes_show_the_same_moment() => Gen.Select(Gen.Int[9, 40], Gen.Int[1, 4], Gen.UInt).Sample((frames, rows, seed) =>
    {
        int[] noise = Signals.Noise(rows * frames, seed);
        FeatureMatrix x = Matrix(rows, frames, (row, t) => noise[row * frames + t] / 32768f);
        float[] planes = new float[3 * rows * (frames - 8)];
        Deltas.Stack(x, planes);
        for (int row = 0; row < rows; row++)
        {
            for (int t = 4; t < frames - 4; t++)
            {
                int at = row * (frames - 8) + t - 4, plane = rows * (frames - 8);
                Assert.Equal(x[row, t], planes[at]);
                Assert.Equal(Slope(x, row, t), planes[plane + at], 1e-6);
                double second = (Slope(x, row, t + 1) - Slope(x, row, t - 1)) / 10 + (Slope(x, row, t + 2) - Slope(x, row, t - 2)) / 5;
                Assert.Equal(second, planes[2 * plane + at], 1e-6);
            }
        }
    }, iter: 100);

    [Fact]
    public void Too_few_frames_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Deltas.Compute(new FeatureMatrix(1, 4)));
        Assert.Throws<ArgumentException>(() => Deltas.Stack(new FeatureMatrix(1, 8), []));
        Assert.Throws<ArgumentException>(() => Deltas.Stack(new FeatureMatrix(1, 9), new float[2]));
    }

    private static double Slope(FeatureMatrix x, int row, int t) =>
        ((double)x[row, t + 1] - x[row, t - 1]) / 10 + ((double)x[row, t + 2] - x[row, t - 2]) / 5;

    private static FeatureMatrix Matrix(int rows, int frames, Func<int, int, float> value)
    {
        var matrix = new FeatureMatrix(rows, frames);
        for (int row = 0; row < rows; row++)
            for (int t = 0; t < frames; t++)
                matrix.Row(row)[t] = value(row, t);
        return matrix;
    }
}
