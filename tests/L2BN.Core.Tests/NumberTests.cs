namespace L2BN.Core.Tests;

public sealed class NumberTests
{
    [Theory]
    [InlineData(new double[0], double.NaN)]
    [InlineData(new[] { 3.0 }, 3.0)]
    [InlineData(new[] { 3.0, 1.0 }, 2.0)]
    [InlineData(new[] { 9.0, 1.0, 4.0 }, 4.0)]
    public void Median_is_the_middle_value(double[] values, double expected) => Assert.Equal(expected, Quantiles.Median(values));

    // numpy.quantile([1, 2, 4, 8], q)
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.25, 1.75)]
    [InlineData(0.5, 3)]
    [InlineData(0.9, 6.8)]
    [InlineData(1, 8)]
    public void Quantile_interpolates_like_numpy(double share, double expected) =>
        Assert.Equal(expected, Quantiles.Quantile([1, 2, 4, 8], share), 12);

    [Fact]
    public void Quantile_of_one_value_is_that_value() => Assert.Equal(5, Quantiles.Quantile([5], 0.3));

    [Fact]
    public void Population_deviation_divides_by_the_count() => Assert.Equal(2, Quantiles.PopulationDeviation([2, 4, 4, 4, 5, 5, 7, 9]), 12);

    // The reference implementation, https://prng.di.unimi.it/splitmix64.c, from state 1234567.
    [Fact]
    public void SplitMix64_gives_the_published_numbers()
    {
        SplitMix64 random = new(1234567);
        ulong[] expected = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];
        Assert.Equal(expected, Enumerable.Range(0, 5).Select(_ => random.Next()).ToArray());
    }

    [Theory]
    [InlineData("resnet21", "resnet20")]
    [InlineData("RESNET20", "resnet20")]
    [InlineData("vggg16", "vgg16")]
    [InlineData("something-else-entirely", null)]
    public void Nearest_name_is_within_a_third_of_the_letters(string typed, string? expected) =>
        Assert.Equal(expected, NearestName.Find(typed, ["resnet20", "vgg16"]));

    [Fact]
    public void A_very_long_name_is_near_nothing() => Assert.Equal("", NearestName.Hint(new string('x', 100_000), ["resnet20"]));
}
