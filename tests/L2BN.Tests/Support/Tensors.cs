using static TorchSharp.torch;

namespace L2BN.Tests.Support;

/// <summary>Test data from .NET's own generator: torch's is global, and tests run at the same time.</summary>
internal static class Tensors
{
    internal static double[] Normal(int seed, int count, double mean = 0, double deviation = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => mean + (deviation * Gauss(random)))];
    }

    internal static double[] Normal(int seed, long[] shape) => Normal(seed, (int)shape.Aggregate(1L, (a, b) => a * b));

    internal static Tensor Of(double[] values, long[] shape, ScalarType type = ScalarType.Float64, bool channelsLast = false)
    {
        Tensor contiguous = tensor(values, ScalarType.Float64).reshape(shape).to(type);
        if (!channelsLast || shape.Length < 3)
            return contiguous;
        long[] last = [0, .. Enumerable.Range(2, shape.Length - 2).Select(i => (long)i), 1];
        long[] back = [0, shape.Length - 1, .. Enumerable.Range(1, shape.Length - 2).Select(i => (long)i)];
        return contiguous.permute(last).contiguous().permute(back);
    }

    internal static Tensor Random(int seed, params long[] shape) => Of(Normal(seed, shape), shape);

    internal static double[] Values(Tensor tensor) => [.. tensor.detach().to(ScalarType.Float64).contiguous().data<double>()];

    internal static double[] Rounded(double[] values, ScalarType type) =>
        type == ScalarType.Float32 ? [.. values.Select(value => (double)(float)value)] : values;

    private static double Gauss(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
