using CsCheck;
using L2BN.Reporting.Charts;

namespace L2BN.Reporting.Tests.Charts;

public class AxisTests
{
    private static readonly Gen<double[]> s_values = Gen.Double[-1e9, 1e9].Array[1, 20];

    [Fact]
    public void A_linear_axis_holds_all_values_between_its_ticks() => s_values.Sample(values =>
    {
        var axis = Axis.Linear(values, 0, 100);
        double slack = (axis.High - axis.Low) * 1e-9;
        return axis.Low <= values.Min() + slack && axis.High >= values.Max() - slack && axis.Ticks.Count is >= 2 and <= 12
            && axis.Ticks.All(tick => tick.Value >= axis.Low - slack && tick.Value <= axis.High + slack);
    });

    [Theory]
    [InlineData(4.83, "0 1 2 3 4")]
    [InlineData(0.5, "0.0 0.1 0.2 0.3 0.4 0.5")]
    [InlineData(9.82, "0 2 4 6 8")]
    public void An_axis_within_its_values_ends_where_they_end(double length, string ticks)
    {
        var axis = Axis.Within([0, length], 0, 100);
        Assert.Equal((0, length), (axis.Low, axis.High));
        Assert.Equal(ticks, string.Join(' ', axis.Ticks.Select(tick => tick.Label)));
    }

    [Fact]
    public void Labels_of_a_linear_axis_differ() => s_values.Sample(values =>
        Axis.Linear(values, 0, 100).Ticks.Select(tick => tick.Label).Distinct().Count() == Axis.Linear(values, 0, 100).Ticks.Count);

    [Fact]
    public void Labels_are_the_values() => Gen.Double[-1e4, 1e4].Array[1, 20].Sample(values => Axis.Linear(values, 0, 100).Ticks.All(tick =>
        Math.Abs(double.Parse(tick.Label.Replace('\u2212', '-')) - tick.Value) <= Math.Max(1e-9, Math.Abs(tick.Value) * 1e-9)));

    [Fact]
    public void A_logarithmic_axis_holds_all_positive_values() => Gen.Double[-12, 12].Array[1, 20].Sample(powers =>
    {
        double[] values = [.. powers.Select(power => Math.Pow(10, power))];
        var axis = Axis.Log([.. values, 0, -1, double.NaN], 0, 100);
        return axis.Low <= values.Min() * 1.001 && axis.High >= values.Max() * 0.999 && axis.Ticks.Count is >= 2 and <= 12;
    });

    [Fact]
    public void Positions_grow_with_values() => Gen.Select(s_values, Gen.Bool).Sample((values, log) =>
    {
        Axis axis = log ? Axis.Log(values, 0, 100) : Axis.Linear(values, 0, 100);
        double[] places = [.. values.Where(axis.Shows).Order().Select(axis.At)];
        return places.All(place => place is >= 0 and <= 100) && places.Zip(places.Skip(1)).All(pair => pair.First <= pair.Second);
    });

    [Theory]
    [InlineData(0.0)]
    [InlineData(5.0)]
    [InlineData(-1e-12)]
    [InlineData(1e300)]
    public void A_single_value_has_an_axis(double value)
    {
        var axis = Axis.Linear([value, value], 0, 100);
        Assert.True(axis.Low < axis.High, $"{axis.Low} to {axis.High}");
        Assert.InRange(axis.At(value), 0, 100);
    }

    [Fact]
    public void Without_values_the_axis_is_0_to_1() =>
        Assert.Equal((0.0, 1.0), (Axis.Linear([double.NaN], 0, 1).Low, Axis.Linear([], 0, 1).High));

    [Theory]
    [InlineData(1, 12, "2 4 6 8 10 12")]
    [InlineData(1, 1, "1")]
    [InlineData(7, 12, "7 8 9 10 11 12")]
    [InlineData(1, 200, "50 100 150 200")]
    public void Epochs_have_whole_ticks(int first, int last, string expected) =>
        Assert.Equal(expected, string.Join(' ', Axis.Integer([first, last], 0, 100).Ticks.Select(tick => tick.Label)));

    [Theory]
    [InlineData(0.3, 0.5)]
    [InlineData(1, 1)]
    [InlineData(1.0000000001, 1)]
    [InlineData(21, 25)]
    [InlineData(600, 1000)]
    public void Steps_are_round(double rough, double expected) => Assert.Equal(expected, Axis.Step(rough), 12);
}
