using System.Xml.Linq;
using CsCheck;
using L2BN.Reporting.Charts;

namespace L2BN.Reporting.Tests.Charts;

public class ChartTests
{
    private static readonly double[] s_odd = [double.NaN, double.PositiveInfinity, 0, -1e300, double.MaxValue, 5e-324, 1e-295];
    private static readonly Gen<double> s_any = Gen.OneOf(Gen.Double[-1e3, 1e3], Gen.Int[0, 6].Select(i => s_odd[i]));

    [Fact]
    public void Curves_of_any_numbers_are_well_formed() => Gen.Select(s_any.Array[0, 6].Array[0, 4], Gen.Bool).Sample((runs, log) =>
    {
        IReadOnlyList<Point> Points(double[] run) => [.. run.Select((y, x) => new Point(x, y))];
        var group = new CurveGroup("a", [.. runs.Select((run, i) => ($"run {i}", Points(run)))]);
        return IsDrawable(new CurveChart { Title = "t", Description = "d", Groups = [group, group], LogY = log });
    });

    [Fact]
    public void Heat_maps_of_any_numbers_are_well_formed() => s_any.Array[3].Array[3].Sample(values =>
        IsDrawable(new HeatMap { Title = "t", Description = "d", Values = values, Names = ["<a>"], IsDifference = values[0][0] > 0 }));

    [Fact]
    public void Scatters_of_any_numbers_are_well_formed() =>
        Gen.Select(s_any, s_any, Gen.Int[-1, 12]).Array[0, 30].Sample(points => IsDrawable(new ScatterChart
        {
            Title = "t",
            Description = "d",
            Points = [.. points.Select(point => new Point(point.Item1, point.Item2))],
            Classes = [.. points.Select(point => point.Item3)],
            Names = ["one", "two"],
        }));

    [Fact]
    public void A_picture_stands_in_its_frame_between_marks_and_seconds()
    {
        var chart = new PictureChart
        {
            Title = "dog",
            Description = "d",
            Png = new byte[] { 1, 2, 3 },
            Right = 4.8,
            XLabel = "seconds",
            Marks = [(0.25, "4 kHz"), (1, "250 Hz")],
            Heading = "<dog> 93 %",
        };
        var svg = XDocument.Parse(chart.ToSvgFile());
        string[] texts = [.. svg.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value)];
        Assert.Equal(["<dog> 93 %", "4 kHz", "250 Hz", "0", "1", "2", "3", "4", "seconds"], texts);
        XElement image = Assert.Single(svg.Descendants(), element => element.Name.LocalName == "image");
        Assert.Equal("data:image/png;base64,AQID", image.Attribute("href")!.Value);
    }

    [Fact]
    public void The_mean_is_that_of_the_longest_runs()
    {
        Point[] first = [new(1, 1), new(2, 2)], second = [new(1, 3), new(2, 6)], unfinished = [new(1, 100), new(2, double.NaN)];
        var group = new CurveGroup("a", [("1", first), ("2", second), ("3", unfinished)]);
        Assert.Equal([(1.0, 2.0), (2.0, 4.0)], group.Summary().Select(point => (point.X, point.Mean)));
    }

    [Fact]
    public void Lines_break_where_a_value_is_missing()
    {
        var axis = Axis.Linear([0, 10], 0, 10);
        var path = PathText.Through([new(0, 0), new(1, 1), new(2, double.NaN), new(3, 3)], axis, axis);
        Assert.Equal("M0 0L1 1M3 3", path.ToString());
    }

    [Fact]
    public void Labels_never_cover_each_other_where_there_is_space() =>
        Gen.Select(Gen.Double[0, 300], Gen.Double[0, 200], Gen.Int[1, 11])
            .Array[1, 10]
            .Sample(wishes =>
            {
                var area = new PlotArea(0, 0, 300, 200);
                (string Text, Point At)[] labels =
                [
                    .. wishes.Select(wish => (new string('x', wish.Item3), new Point(wish.Item1, wish.Item2))),
                ];
                Point[] positions = Labels.Arrange(labels, area);
                return Pairs(positions.Length)
                    .All(pair =>
                        Math.Abs(positions[pair.A].Y - positions[pair.B].Y) >= 12.99
                        || Math.Abs(positions[pair.A].X - positions[pair.B].X)
                            >= 3.3 * (labels[pair.A].Text.Length + labels[pair.B].Text.Length) - 0.01);
            });

    [Fact]
    public void Every_arm_looks_different_without_color()
    {
        Assert.Distinct(Enumerable.Range(0, 10).Select(ArmStyle.Marker));
        Assert.Distinct(Enumerable.Range(0, 10).Select(ArmStyle.Dash));
    }

    private static IEnumerable<(int A, int B)> Pairs(int count) =>
        from a in Enumerable.Range(0, count) from b in Enumerable.Range(a + 1, count - a - 1) select (a, b);

    private static bool IsDrawable(Chart chart)
    {
        var root = XElement.Parse(chart.ToSvgFile());
        return root.Name.LocalName == "svg" && !root.Descendants().Attributes().Any(attribute => IsNoNumber(attribute.Value));
    }

    private static bool IsNoNumber(string value) => value.Contains("NaN", StringComparison.Ordinal)
        || value.Contains("Infinity", StringComparison.Ordinal) || value.Contains('E', StringComparison.Ordinal);
}
