using System.Runtime.CompilerServices;

namespace L2BN.Cuda.Tests;

/// <summary>What the shared tests do not ask: running statistics, optional arguments, and how calls are cut.</summary>
public sealed class CudaKernelTests
{
    public static TheoryData<FeatureLayout> Layouts => new(FeatureLayout.ChannelsFirst, FeatureLayout.ChannelsLast);

    [Fact]
    public void The_arguments_have_the_layout_of_the_sources()
    {
        Assert.SkipUnless(KernelRuntime.Current is EmulatedKernels, "Needs the kernels on this processor.");
        Assert.Equal(((EmulatedKernels)KernelRuntime.Current).ArgumentBytes, Unsafe.SizeOf<CudaArguments>());
    }

    [Theory, MemberData(nameof(Layouts))]
    public void Running_statistics_move_toward_the_batch(FeatureLayout layout)
    {
        var shape = new FeatureShape(5, 12, 16, layout);
        CudaCall call = Engine.Call<float, float>(shape, new NormOptions(), training: true, momentum: 0.25);
        (float[] x, float[] y, double[] saved) = (Values(shape.Length), new float[shape.Length], new double[call.SavedLength]);
        float[] mean = [.. Enumerable.Range(0, 12).Select(c => c / 8f)], variance = [.. mean.Select(v => 1 + v)];
        (float[] meanBefore, float[] varianceBefore) = ([.. mean], [.. variance]);
        Engine.Forward<float, float>(call, new() { Input = x, Output = y }, mean, variance, saved);
        for (int c = 0; c < 12; c++)
        {
            double inverse = saved[SavedStatistics.ChannelOffset(shape, ChannelStatistic.InverseDeviation) + c];
            double batch = ((1 / (inverse * inverse)) - 1e-5) * shape.PerChannel / (shape.PerChannel - 1);
            double batchMean = saved[SavedStatistics.ChannelOffset(shape, ChannelStatistic.Mean) + c];
            Assert.Equal((0.75 * meanBefore[c]) + (0.25 * batchMean), mean[c], 1e-6);
            Assert.Equal((0.75 * varianceBefore[c]) + (0.25 * batch), variance[c], 1e-6);
        }
    }

    [Theory, MemberData(nameof(Layouts))]
    public void Without_weight_and_bias_they_are_one_and_zero(FeatureLayout layout)
    {
        var shape = new FeatureShape(5, 12, 16, layout);
        CudaCall call = Engine.Call<float, float>(shape, new NormOptions(), training: true);
        float[] x = Values(shape.Length), plain = new float[shape.Length], given = new float[shape.Length];
        double[] saved = new double[call.SavedLength];
        Engine.Forward<float, float>(call, new() { Input = x, Output = plain }, default, default, saved);
        float[] one = [.. Enumerable.Repeat(1f, 12)], zero = new float[12];
        Engine.Forward<float, float>(call, new() { Input = x, Output = given, Weight = one, Bias = zero }, default, default, saved);
        Assert.Equal(given, plain);
    }

    [Theory]
    [InlineData(64, 256, 4096, FeatureLayout.ChannelsFirst, "plane", 1, 8)]
    [InlineData(32, 2048, 49, FeatureLayout.ChannelsFirst, "plane", 1, 1)]
    [InlineData(2, 3, 1_000_000, FeatureLayout.ChannelsFirst, "plane", 245, 8)]
    [InlineData(64, 256, 4096, FeatureLayout.ChannelsLast, "row", 16, 32)]
    [InlineData(8, 3, 100, FeatureLayout.ChannelsLast, "row", 1, 4)]
    [InlineData(512, 100, 1, FeatureLayout.ChannelsFirst, "row", 1, 32)]
    public void Data_is_cut_by_its_shape(
        int samples, int channels, int positions, FeatureLayout layout, string family, int splits, int width)
    {
        var shape = new FeatureShape(samples, channels, positions, layout);
        CudaCall call = Engine.Call<float, float>(shape, new NormOptions(), training: true);
        CudaCut cut = call.Cut(aligned: true);
        Assert.Equal((family, (long)splits, width), (cut.Family, cut.Splits, cut.Width));
        Assert.True(cut.Splits * cut.Length >= positions && (cut.Splits - 1) * cut.Length < positions);
    }

    [Fact]
    public void What_is_not_aligned_is_computed_value_by_value()
    {
        CudaCall call = Engine.Call<float, float>(new FeatureShape(4, 16, 64), new NormOptions(), training: true);
        Assert.Equal("", call.Cut(aligned: true).Variant);
        Assert.Equal("_single", call.Cut(aligned: false).Variant);
        Assert.Equal("_exact", (call with { Shape = new FeatureShape(2, 16, 2) }).Cut(aligned: true).Variant);
        Assert.True(CudaKernels.IsAligned(0, 256, 16));
        Assert.False(CudaKernels.IsAligned(0, 256, 8));
    }

    private static float[] Values(int length)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, length).Select(_ => (float)((random.NextDouble() * 4) - 1))];
    }
}
