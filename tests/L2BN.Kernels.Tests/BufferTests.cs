namespace L2BN.Kernels.Tests;

/// <summary>The sizes of buffers: computed in numbers that do not overflow, and bounded.</summary>
public sealed class BufferTests
{
    [Fact]
    public void Planes_of_one_position_save_nothing_per_value()
    {
        Assert.Equal((4 * 100) + (4 * 7), SavedStatistics.TrainingLength(new FeatureShape(100, 7, 1)));
        Assert.Equal((4 * 100) + (4 * 7) + (2 * 700), SavedStatistics.TrainingLength(new FeatureShape(100, 7, 2)));
        Assert.Equal((4 * 100) + (4 * 7), SavedStatistics.EvaluationLength(new FeatureShape(100, 7, 2)));
    }

    /// <summary>2³¹ − 1 bytes are 268,435,455 doubles: two per value in backward, besides four per channel and one per sample.</summary>
    [Theory]
    [InlineData(2_097_151, 64, 1, 4, false)]
    [InlineData(2_064_888, 64, 1, 4, true)]
    [InlineData(4_194_303, 32, 1, 4, false)]
    [InlineData(131_071, 2, 1, 8, true)]
    [InlineData(1, 134_217_727, 1, 4, false)]
    [InlineData(32, 64, 131_072, 4, true)]
    [InlineData(32, 64, 262_143, 4, true)]
    [InlineData(32, 64, 262_144, 4, false)]
    [InlineData(32, 64, 131_072, 8, false)]
    [InlineData(long.MaxValue, 1, 1, 4, false)]
    [InlineData(long.MaxValue, long.MaxValue, long.MaxValue, 8, false)]
    [InlineData(0, 4, 9, 4, true)]
    public void Shapes_fit_up_to_the_bytes_of_a_span(long samples, long channels, long positions, int elementSize, bool fits) =>
        Assert.Equal(fits, KernelBuffers.Fit(samples, channels, positions, elementSize));

    [Fact]
    public void The_limit_is_exact()
    {
        long scratch = KernelBuffers.LongestScratch(100, 7, 1);
        Assert.Equal((2 * 700) + (4 * 7) + 100, scratch);
        Assert.True(KernelBuffers.Fit(100, 7, 1, sizeof(float), scratch * sizeof(double)));
        Assert.False(KernelBuffers.Fit(100, 7, 1, sizeof(float), (scratch * sizeof(double)) - 1));
    }

    [Fact]
    public void A_batch_whose_scratch_is_longer_than_an_array_is_refused_before_anything_is_read()
    {
        var shape = new FeatureShape(33_554_431, 64, 1);
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() =>
            L2BatchNormKernel.ForwardTraining<float, float>(
                shape, new NormOptions(), default, default, default, default, SerialPool.Instance));
        Assert.Contains("split the batch", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Planes_that_overflow_are_refused_even_where_they_are_empty() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new FeatureShape(65536, 65536, 0));

    [Fact]
    public void Samples_without_positions_are_not_counted_as_small()
    {
        var empty = new KernelCase<float>(new FeatureShape(5, 4, 0), new NormOptions(), false, false, 1);
        Assert.Equal(0, empty.Forward());
    }

    /// <summary>Where nothing is saved per value, the values themselves are the statistics of their planes.</summary>
    [Fact]
    public void A_long_batch_of_vectors_is_computed()
    {
        var one = new KernelCase<float>(new FeatureShape(20_000, 64, 1), new NormOptions { Activation = Activation.Relu }, true, false, 5);
        one.Check();
    }
}
