using L2BN.Data.Audio.Features;
using L2BN.Data.Audio.Pictures;
using L2BN.Data.Images;
using L2BN.Data.Tests.Audio.Support;

namespace L2BN.Data.Tests.Audio.Pictures;

public class HeatMapTests
{
    [Fact]
    public void High_is_up_and_loud_is_bright()
    {
        var map = HeatMap.FromPlane([1, 2, 3, 4, 5, 6], new SampleShape(1, 2, 3));
        Assert.Equal((2, 3), (map.Rows, map.Columns));
        Near.All([0.6, 0.8, 1, 0, 0.2, 0.4], [.. map.Values], 1e-6);
        Assert.Equal(1, map[0, 2]);
    }

    [Fact]
    public void Pixels_are_averages()
    {
        float[] plane = [.. Enumerable.Range(0, 8 * 10).Select(i => (float)(i / 10 / 4 + i % 10 / 5 * 2))];
        var map = HeatMap.FromPlane(plane, new SampleShape(3, 8, 10), maxRows: 2, maxColumns: 2);
        Near.All([1 / 3.0, 1, 0, 2 / 3.0], [.. map.Values], 1e-6);
    }

    [Fact]
    public void Sizes_that_do_not_divide_lose_nothing()
    {
        float[] plane = [.. Enumerable.Range(0, 7 * 11).Select(i => i == 76 ? 1f : 0)];
        var map = HeatMap.FromPlane(plane, new SampleShape(1, 7, 11), maxRows: 3, maxColumns: 4);
        Assert.Equal(1, map[0, 3]);
        Assert.Equal(1, map.Values.Sum());
    }

    [Fact]
    public void Flat_and_broken_planes_stay_in_range()
    {
        Assert.All(HeatMap.FromPlane(new float[6], new SampleShape(1, 2, 3)).Values, value => Assert.Equal(0, value));
        Assert.All(HeatMap.FromPlane([float.NaN, 1, 2, 3, float.PositiveInfinity, 5], new SampleShape(1, 2, 3)).Values,
            value => Assert.InRange(value, 0, 1));
        Assert.Throws<ArgumentException>(() => HeatMap.FromPlane(new float[5], new SampleShape(1, 2, 3)));
        Assert.Throws<ArgumentOutOfRangeException>(() => HeatMap.FromPlane(new float[6], new SampleShape(1, 2, 3), maxRows: 0));
    }

    [Fact]
    public void A_picture_has_the_scales_of_its_axes()
    {
        LogMelOptions options = LogMelOptions.FiveSeconds22050;
        float[] sample = new float[options.Shape.Size];
        var picture = LogMelPicture.FromSample(sample, options, maxRows: 32);
        Assert.Equal((32, 128), (picture.Map.Rows, picture.Map.Columns));
        Assert.Equal(208 * 512 / 22_050.0, picture.Seconds, 9);
        Assert.Equal(picture.RowHertz.OrderDescending(), picture.RowHertz);
        Assert.InRange(picture.RowHertz[0], 10_000, 11_025);
        Assert.InRange(picture.RowHertz[^1], 0, 100);
        Assert.Throws<ArgumentException>(() => LogMelPicture.FromSample(new float[3], options));
    }

    [Fact]
    public void Frequencies_have_a_position()
    {
        LogMelOptions options = LogMelOptions.FiveSeconds22050;
        var picture = LogMelPicture.FromSample(new float[options.Shape.Size], options, maxRows: 128);
        Assert.Equal(0, picture.RelativeRow(picture.RowHertz[0]));
        Assert.Equal(1, picture.RelativeRow(picture.RowHertz[^1]));
        Assert.Equal(40 / 127.0, picture.RelativeRow(picture.RowHertz[40])!.Value, 9);
        Assert.InRange(picture.RelativeRow(1000)!.Value, 0.66, 0.69); // 1000 mel of 3073, from below
        Assert.All([0.0, 11_025, -1, double.NaN], hertz => Assert.Null(picture.RelativeRow(hertz)));
    }

    [Fact]
    public void Loud_is_dark_in_the_file()
    {
        var picture = new LogMelPicture(HeatMap.FromPlane([0, 0, 0, 0, 0, 9], new SampleShape(1, 2, 3)), 1, [2000, 1000]);
        byte[] pixels = ImageDecoder.Decode(new ImageSource("picture.png", picture.ToPng())).Pixels;
        Assert.Equal([255, 255, 0, 255, 255, 255], Enumerable.Range(0, 6).Select(i => (int)pixels[3 * i]));
    }
}
