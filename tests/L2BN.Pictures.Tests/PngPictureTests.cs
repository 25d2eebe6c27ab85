using L2BN.Reporting;
using L2BN.Reporting.Charts;
using L2BN.Reporting.Tests;
using SkiaSharp;

namespace L2BN.Pictures.Tests;

public class PngPictureTests
{
    private static readonly SKColor s_secondArm = SKColor.Parse("#c24a05");

    public static TheoryData<string> Pictures => [.. s_pictures.Select(picture => picture.Name)];

    private static readonly IReadOnlyList<ReportPicture> s_pictures = ReportPictures.Create(
        Samples.Report(["bn", "l2bn", "l2bn-unit"]).Analyzed());

    [Theory, MemberData(nameof(Pictures))]
    public void Every_picture_of_a_report_is_drawn(string name)
    {
        using SKBitmap bitmap = Draw(s_pictures.Single(picture => picture.Name == name).Chart, 1);
        int inked = bitmap.Pixels.Count(pixel => pixel != SKColors.White);
        Assert.InRange(inked, bitmap.Pixels.Length / 100, bitmap.Pixels.Length * 9 / 10);
    }

    [Fact]
    public void A_cell_of_the_fullest_tint_has_the_color_of_its_arm_in_print()
    {
        using SKBitmap bitmap = Draw(Cell(), 2);
        Assert.Equal((720, 708), (bitmap.Width, bitmap.Height));
        Assert.Equal(s_secondArm, bitmap.GetPixel(2 * 100, 2 * 40));
        Assert.Equal(SKColors.White, bitmap.GetPixel(2 * 10, 2 * 300));
    }

    [Fact]
    public void Scale_enlarges_and_changes_nothing_else()
    {
        using SKBitmap small = Draw(Cell(), 1), large = Draw(Cell(), 3);
        Assert.Equal((3 * small.Width, 3 * small.Height), (large.Width, large.Height));
        Assert.Equal(small.GetPixel(100, 40), large.GetPixel(300, 120));
    }

    [Fact]
    public void The_same_chart_gives_the_same_bytes() => Assert.Equal(PngPicture.Render(Cell()), PngPicture.Render(Cell()));

    [Theory]
    [InlineData(0)]
    [InlineData(51)]
    [InlineData(double.NaN)]
    public void A_scale_out_of_range_is_refused(double scale) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PngPicture.Render(Cell(), scale));

    [Fact]
    public void A_picture_too_large_for_memory_is_refused_with_a_way_out()
    {
        PictureException error = Assert.Throws<PictureException>(() => PngPicture.Render(Cell(), 50));
        Assert.Contains("18000 by 17700", error.Message, StringComparison.Ordinal);
        Assert.Contains("smaller --scale", error.Message, StringComparison.Ordinal);
    }

    private static HeatMap Cell() =>
        new() { Title = "t", Description = "d", Values = [[100]], Names = ["name"], Arm = 1, Scale = 100 };

    private static SKBitmap Draw(Chart chart, double scale) => SKBitmap.Decode(PngPicture.Render(chart, scale));
}
