using L2BN.Kernels.Passes;

namespace L2BN.Kernels.Tests;

/// <summary>Results as large as a cache are stored past it; where they are stored changes no bit.</summary>
public sealed class NonTemporalTests
{
    [Theory]
    [InlineData(FeatureLayout.ChannelsFirst, 64, 64)]
    [InlineData(FeatureLayout.ChannelsFirst, 3, 8192)]
    [InlineData(FeatureLayout.ChannelsLast, 32, 70)]
    [InlineData(FeatureLayout.ChannelsLast, 256, 30)]
    [InlineData(FeatureLayout.ChannelsLast, 2048, 9)]
    public void Stores_past_the_caches_leave_the_same_bits(FeatureLayout layout, int channels, int positions)
    {
        var shape = new FeatureShape(9, channels, positions, layout);
        Check<float>(shape);
        Check<BFloat16>(shape);
    }

    private static void Check<T>(FeatureShape shape)
        where T : unmanaged
    {
        (T[] y, T[] dx) = Run<T>(shape, long.MaxValue);
        (T[] yPast, T[] dxPast) = Run<T>(shape, 0);
        Assert.Equal(y, yPast);
        Assert.Equal(dx, dxPast);
    }

    // Memory that begins at a page is aligned for such stores. The hint is one for all tests that run meanwhile, which it changes nothing
    // for.
    private static (T[] Output, T[] Gradient) Run<T>(FeatureShape shape, long threshold)
        where T : unmanaged
    {
        long before = MemoryHints.NonTemporalThreshold;
        MemoryHints.NonTemporalThreshold = threshold;
        try
        {
            var options = new NormOptions { Activation = Activation.Relu };
            var one = new KernelCase<T, float>(shape, options, training: true, residual: false, 4) { FenceAfter = false };
            one.Forward();
            one.Backward();
            return (one.Y, one.DX);
        }
        finally
        {
            MemoryHints.NonTemporalThreshold = before;
        }
    }
}
