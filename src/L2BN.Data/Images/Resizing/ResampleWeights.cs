namespace L2BN.Data.Images.Resizing;

/// <summary>For each output pixel along one axis, the input pixels that it averages and their weights: a triangle as wide as two output
/// pixels.</summary>
/// <remarks>The arithmetic is Pillow's (<c>Resample.c</c>, bilinear), fixed point included, so that the bytes are the same.</remarks>
internal sealed class ResampleWeights
{
    /// <summary>Fractional bits of a weight: 8 bits of color, 22 of fraction and 2 to spare fill an integer.</summary>
    internal const int Precision = 32 - 8 - 2;

    private readonly int[] _first;
    private readonly int[][] _weights;

    /// <param name="input">Input pixels.</param>
    /// <param name="output">Output pixels.</param>
    /// <param name="start">The first output pixel to compute.</param>
    /// <param name="count">How many to compute.</param>
    internal ResampleWeights(int input, int output, int start, int count)
    {
        _first = new int[count];
        _weights = new int[count][];
        double scale = (double)input / output, support = Math.Max(scale, 1);
        for (int i = 0; i < count; i++)
        {
            double center = (start + i + 0.5) * scale;
            _first[i] = Math.Max(0, (int)(center - support + 0.5));
            _weights[i] = WeightsAround(center, support, _first[i], Math.Min(input, (int)(center + support + 0.5)));
        }
    }

    internal int Count => _first.Length;

    /// <summary>The first input pixel that any output needs, and one past the last.</summary>
    internal (int Start, int End) Reach => (_first[0], _first[^1] + _weights[^1].Length);

    internal int First(int output) => _first[output];

    internal ReadOnlySpan<int> Weights(int output) => _weights[output];

    private static int[] WeightsAround(double center, double support, int first, int end)
    {
        double[] weights = [.. Enumerable.Range(first, end - first)
            .Select(x => Math.Max(0, 1 - Math.Abs((x - center + 0.5) * (1 / support))))];
        double sum = weights.Sum();
        return [.. weights.Select(weight => (int)(0.5 + weight / sum * (1 << Precision)))];
    }
}
