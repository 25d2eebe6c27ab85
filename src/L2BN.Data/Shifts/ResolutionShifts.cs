using L2BN.Data.Batches;

namespace L2BN.Data.Shifts;

/// <summary>Loss of detail in images, with the constants of CIFAR-10-C (Hendrycks and Dietterich 2019), made for 32 pixels per
/// side.</summary>
internal static class ResolutionShifts
{
    private static readonly double[] s_blur = [0.4, 0.6, 0.7, 0.8, 1];
    private static readonly double[] s_pixelate = [0.95, 0.9, 0.85, 0.75, 0.65];

    internal static IReadOnlyList<ImageShift> All { get; } =
    [
        new("blur", "Gaussian blur of standard deviation 0.4, 0.6, 0.7, 0.8, 1 pixels.", Blur),
        new("pixelate", "Sides reduced to 0.95, 0.9, 0.85, 0.75, 0.65 of their pixels, and enlarged again.", Pixelate),
    ];

    private static void Blur(Span<float> pixels, ShiftedImage image, int severity, ref SampleRandom random)
    {
        double[] kernel = GaussianKernel(s_blur[severity - 1]);
        var rows = AxisWeights.Convolution(image.Shape.Height, kernel);
        var columns = AxisWeights.Convolution(image.Shape.Width, kernel);
        foreach ((int start, int length) in Planes(image))
            Filter(pixels.Slice(start, length), image.Shape, rows, columns);
    }

    private static void Pixelate(Span<float> pixels, ShiftedImage image, int severity, ref SampleRandom random)
    {
        AxisWeights rows = Coarse(image.Shape.Height, s_pixelate[severity - 1]);
        AxisWeights columns = Coarse(image.Shape.Width, s_pixelate[severity - 1]);
        foreach ((int start, int length) in Planes(image))
            Filter(pixels.Slice(start, length), image.Shape, rows, columns);
    }

    // Cut at four standard deviations, as scipy does.
    private static double[] GaussianKernel(double sigma)
    {
        int reach = (int)((4 * sigma) + 0.5);
        double[] kernel = [.. Enumerable.Range(-reach, (2 * reach) + 1).Select(x => Math.Exp(-x * x / (2 * sigma * sigma)))];
        double sum = kernel.Sum();
        return [.. kernel.Select(weight => weight / sum)];
    }

    private static AxisWeights Coarse(int size, double share)
    {
        int small = Math.Max(1, (int)(size * share));
        return AxisWeights.Box(size, small).Then(AxisWeights.Box(small, size));
    }

    private static IEnumerable<(int Start, int Length)> Planes(ShiftedImage image) =>
        Enumerable.Range(0, image.Shape.Channels).Select(channel => (channel * image.Shape.PlaneSize, image.Shape.PlaneSize));

    private static void Filter(Span<float> plane, SampleShape shape, AxisWeights rows, AxisWeights columns)
    {
        (int height, int width) = (shape.Height, shape.Width);
        double[] narrow = new double[plane.Length];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                foreach ((int from, double weight) in columns.Of(x))
                    narrow[(y * width) + x] += weight * plane[(y * width) + from];
            }
        }

        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                double sum = 0;
                foreach ((int from, double weight) in rows.Of(y))
                    sum += weight * narrow[(from * width) + x];
                plane[(y * width) + x] = (float)sum;
            }
        }
    }
}

/// <summary>For each output pixel along one axis, the input pixels that it is made of and their weights.</summary>
internal sealed class AxisWeights
{
    private readonly (int From, double Weight)[][] _weights;

    private AxisWeights(IEnumerable<IEnumerable<(int From, double Weight)>> weights) =>
        _weights = [.. weights.Select(own => own.ToArray())];

    internal ReadOnlySpan<(int From, double Weight)> Of(int output) => _weights[output];

    /// <summary>A convolution with an odd kernel; pixels beyond an end are those at the end.</summary>
    internal static AxisWeights Convolution(int size, double[] kernel) => new(Enumerable.Range(0, size).Select(output =>
        kernel.Select((weight, i) => (Math.Clamp(output + i - (kernel.Length / 2), 0, size - 1), weight))));

    /// <summary>Pillow's box filter: means of whole input pixels where the axis becomes shorter, the nearest pixel where it becomes
    /// longer.</summary>
    internal static AxisWeights Box(int input, int output)
    {
        double scale = (double)input / output, width = Math.Max(scale, 1);
        return new AxisWeights(Enumerable.Range(0, output).Select(at =>
        {
            double center = (at + 0.5) * scale;
            int[] covered = [.. Enumerable.Range(0, input).Where(x => (x + 0.5 - center) / width is > -0.5 and <= 0.5)];
            return covered.Select(x => (x, 1.0 / covered.Length));
        }));
    }

    /// <summary>This filter, then another on its output.</summary>
    internal AxisWeights Then(AxisWeights next) => new(next._weights.Select(own =>
        own.SelectMany(outer => _weights[outer.From].Select(inner => (inner.From, outer.Weight * inner.Weight)))));
}
