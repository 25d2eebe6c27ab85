namespace L2BN.Tests.Shared;

/// <summary>The kernels against their double-precision references.</summary>
public sealed class OracleTests
{
    public static TheoryData<bool, FeatureLayout> Kinds => new()
    {
        { true, FeatureLayout.ChannelsFirst },
        { true, FeatureLayout.ChannelsLast },
        { false, FeatureLayout.ChannelsFirst },
        { false, FeatureLayout.ChannelsLast },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Positions_of_every_length(bool training, FeatureLayout layout)
    {
        foreach (int positions in Lengths)
        {
            var shape = new FeatureShape(3, 5, positions, layout);
            Both(shape, new NormOptions { Activation = Activation.LeakyRelu }, training, positions % 2 == 0, positions);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Channels_of_every_number(bool training, FeatureLayout layout)
    {
        foreach (int channels in Lengths)
        {
            var shape = new FeatureShape(4, channels, 3, layout);
            Both(shape, new NormOptions { Activation = Activation.Relu }, training, channels % 2 == 1, channels);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Planes_of_several_blocks_and_parts(bool training, FeatureLayout layout)
    {
        foreach (int positions in (int[])[4095, 4096, 8191, 8192, 12345])
            Both(new FeatureShape(2, 3, positions, layout), new NormOptions(), training, positions == 8192, positions);
        Both(new FeatureShape(3, TestScope.ManyChannels, 130, layout), new NormOptions { Activation = Activation.Relu }, training, true, 1);
        Both(new FeatureShape(70, 33, 49, layout), new NormOptions { Scale = FeatureScale.Unit }, training, false, 2);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_combination_of_options(bool training, FeatureLayout layout)
    {
        NormOptions[] scales =
        [
            .. Enum.GetValues<FeatureScale>().Select(scale => new NormOptions { Scale = scale }),
            new NormOptions { NormalizeSamples = false },
        ];
        foreach (NormOptions scale in scales)
        {
            foreach (Activation activation in Enum.GetValues<Activation>())
            {
                foreach (bool residual in (bool[])[false, true])
                    Both(new FeatureShape(6, 19, 37, layout), scale with { Activation = activation, Eps = 1e-4 }, training, residual, 7);
            }
        }
    }

    /// <summary>From 8 values per channel on; two values are ±1 after normalization whatever they were, and the gradient of that is the
    /// difference of numbers a thousand times as large.</summary>
    [Fact]
    public void Random_shapes()
    {
        var random = new Random(2207_02625);
        for (int round = 0; round < TestScope.RandomShapes; round++)
        {
            (int samples, int channels, int positions) = (random.Next(4, 12), random.Next(1, 70), random.Next(2, 90));
            FeatureLayout layout = random.Next(2) == 0 ? FeatureLayout.ChannelsFirst : FeatureLayout.ChannelsLast;
            var shape = new FeatureShape(samples, channels, positions, layout);
            var options = new NormOptions { Scale = (FeatureScale)random.Next(2), Activation = (Activation)random.Next(3) };
            Both(shape, options, random.Next(2) == 0, random.Next(2) == 0, round);
        }
    }

    // All where a register, a run or a warp ends; further on every so many, with every remainder of them.
    private static IEnumerable<int> Lengths =>
        Enumerable.Range(1, 256).Where(length => length <= TestScope.AllLengthsTo || length % TestScope.Step == 0);

    private static void Both(FeatureShape shape, NormOptions options, bool training, bool residual, int seed)
    {
        Check<float, float>(shape, options, training, residual, seed);
        Check<double, double>(shape, options, training, residual, seed);
        Check<BFloat16, float>(shape, options, training, residual, seed);
        Check<Half, float>(shape, options, training, residual, seed);
        if (seed % 4 == 0)
            Check<BFloat16, BFloat16>(shape, options, training, residual, seed);
    }

    private static void Check<T, TParameter>(FeatureShape shape, NormOptions options, bool training, bool residual, int seed)
        where T : unmanaged
        where TParameter : unmanaged
    {
        if (TestScope.Supports<T>())
            new KernelCase<T, TParameter>(shape, options, training, residual, seed) { FenceAfter = seed % 3 != 0 }.Check();
    }
}
