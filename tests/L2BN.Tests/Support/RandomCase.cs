using L2BN.Kernels;
using L2BN.Tests.Oracle;
using static TorchSharp.torch;

namespace L2BN.Tests.Support;

/// <summary>A layer call drawn from a seed: shape, layout, scale, parameters, and data rounded to the type it is computed in.</summary>
internal sealed class RandomCase
{
    private const int MostElements = 5_000;

    internal RandomCase(int seed, ScalarType type, bool fewValues = false, double deviation = 0.3)
    {
        var random = new Random(seed);
        Size = fewValues ? DrawSize(random, 2, 2) : DrawSize(random, 8, 4);
        (Type, ChannelsLast) = (type, seed % 2 == 1);
        Scale = seed / 2 % 2 == 0 ? FeatureScale.RootDimension : FeatureScale.Unit;
        Shape = new((int)Size[0], (int)Size[1], (int)Size.Skip(2).Aggregate(1L, (a, b) => a * b));
        double[] Draw(int salt, int count, double mean = 0, double spread = 1) =>
            Tensors.Rounded(Tensors.Normal((seed * 10) + salt, count, mean, spread), type);
        (X, G) = (Draw(1, Shape.Total, random.NextDouble() * 2), Draw(2, Shape.Total));
        (Weight, Bias) = (Draw(3, Shape.C, 1, deviation), Draw(4, Shape.C, 0, deviation));
        double square = Scale == FeatureScale.Unit ? 1.0 / Shape.Dimension : 1;
        Mean = Tensors.Rounded([.. Draw(5, Shape.C, 0, 0.3).Select(v => v * Math.Sqrt(square))], type);
        Variance = Tensors.Rounded([.. Draw(6, Shape.C, 0, 0.2).Select(v => square * (0.6 + Math.Abs(v)))], type);
    }

    internal long[] Size { get; }

    internal OracleShape Shape { get; }

    internal ScalarType Type { get; }

    internal bool ChannelsLast { get; }

    internal FeatureScale Scale { get; }

    internal double[] X { get; }

    internal double[] G { get; }

    internal double[] Weight { get; }

    internal double[] Bias { get; }

    internal double[] Mean { get; }

    internal double[] Variance { get; }

    public override string ToString() => $"size [{string.Join(", ", Size)}], {Type}, {Scale}, channels last: {ChannelsLast}";

    internal Tensor Input() => Tensors.Of(X, Size, Type, ChannelsLast).requires_grad_();

    internal Tensor Gradient() => Tensors.Of(G, Size, Type, ChannelsLast);

    internal Tensor Vector(double[] values, bool gradient = false)
    {
        Tensor vector = Tensors.Of(values, [Shape.C], Type);
        return gradient ? vector.requires_grad_() : vector;
    }

    // Of two values, the fewest that training takes, almost nothing is left after normalizing (and nothing of a sample of one), so only
    // a path that computes with more digits than it returns can be tested by an error relative to the largest entry.
    private static long[] DrawSize(Random random, int leastOfChannel, int leastOfSample)
    {
        while (true)
        {
            int spatial = random.Next(4), longest = spatial == 1 ? 60 : 12;
            IEnumerable<long> positions = Enumerable.Range(0, spatial).Select(_ => (long)random.Next(1, longest));
            long[] size = [random.Next(1, 10), random.Next(1, 20), .. positions];
            long total = size.Aggregate(1L, (a, b) => a * b);
            if (total <= MostElements && total / size[1] >= leastOfChannel && total / size[0] >= leastOfSample)
                return size;
        }
    }
}
