using CsCheck;
using L2BN.Reporting.Tables;
using L2BN.Reporting.Writing;

namespace L2BN.Reporting.Tests.Writing;

public class NumbersTests
{
    [Theory]
    [InlineData(78.0549, 2, "78.05")]
    [InlineData(-0.4, 2, "\u22120.40")]
    [InlineData(-0.001, 2, "0.00")]
    [InlineData(0.125, 2, "0.13")]
    [InlineData(double.NaN, 2, "–")]
    [InlineData(double.PositiveInfinity, 2, "–")]
    public void Fixed_numbers(double value, int decimals, string expected) => Assert.Equal(expected, Numbers.Fixed(value, decimals));

    [Theory]
    [InlineData(0.314, "+0.31")]
    [InlineData(-0.314, "\u22120.31")]
    [InlineData(0.004, "0.00")]
    [InlineData(-0.004, "0.00")]
    [InlineData(double.NaN, "–")]
    public void Signed_numbers(double value, string expected) => Assert.Equal(expected, Numbers.Signed(value, 2));

    [Theory]
    [InlineData(0.03125, "0.031")]
    [InlineData(0.0994, "0.099")]
    [InlineData(0.0996, "0.10")]
    [InlineData(1.0, "1.00")]
    [InlineData(0.0009, "< 0.001")]
    [InlineData(double.NaN, "–")]
    public void P_values(double p, string expected) => Assert.Equal(expected, Numbers.P(p));

    [Theory]
    [InlineData(59.94, "59.9 s")]
    [InlineData(187, "3 min 7 s")]
    [InlineData(3660, "1 h 1 min")]
    [InlineData(90_000, "25 h 0 min")]
    public void Durations(double seconds, string expected) => Assert.Equal(expected, Numbers.Duration(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Exact_numbers_read_back() => Gen.Double.Sample(value =>
        double.IsFinite(value) ? double.Parse(Numbers.Exact(value)!) == value : Numbers.Exact(value) is null);

    [Fact]
    public void Coordinates_are_never_scientific_nor_minus_zero() => Gen.Double[-1e4, 1e4].Sample(value =>
        !Numbers.Coordinate(value).Contains('E', StringComparison.Ordinal) && Numbers.Coordinate(value) != "-0");

    [Theory]
    [InlineData(12345.678, "12346")]
    [InlineData(0.42521, "0.4252")]
    [InlineData(0.00042, "0.0004200")]
    [InlineData(4.2e-7, "4.2e\u22127")]
    [InlineData(0.0, "0")]
    public void Metrics_have_four_digits(double value, string expected) => Assert.Equal(expected, MetricNames.Text(value));

    [Theory]
    [InlineData("nc1", "NC1 ↓")]
    [InlineData("class_separation_r2", "Class separation R² ↑")]
    [InlineData("norm_cv", "Norm variation")]
    [InlineData("of_another_version", "of another version")]
    public void Metrics_have_titles(string name, string expected) => Assert.Equal(expected, MetricNames.Title(name));
}
