using L2BN.Data.Shifts;

namespace L2BN.Data.Tests.Shifts;

public class ShiftCatalogTests
{
    [Fact]
    public void A_list_names_shifts_with_one_severity_or_all()
    {
        IReadOnlyList<ChosenShift> chosen = ShiftCatalog.Parse("contrast:3, noise,contrast:1", sound: false);
        Assert.Equal(["contrast", "noise"], chosen.Select(item => item.Shift.Name));
        Assert.Equal([1, 3], chosen[0].Severities);
        Assert.Equal([1, 2, 3, 4, 5], chosen[1].Severities);
        Assert.Empty(ShiftCatalog.Parse("none", sound: true));
        Assert.Equal(ShiftCatalog.Images, ShiftCatalog.Parse("all", sound: false).Select(item => item.Shift));
        Assert.Equal("scale", ShiftCatalog.Parse("standard", sound: false)[0].Shift.Name);
        Assert.Equal("gain", ShiftCatalog.Parse("standard", sound: true)[0].Shift.Name);
    }

    [Theory]
    [InlineData("contrst", "contrast")]
    [InlineData("", "contrast")]
    [InlineData("contrast:6", "1 to 5")]
    [InlineData("contrast:x", "1 to 5")]
    [InlineData("contrast,", "contrast")]
    [InlineData("gain", "contrast")]
    public void What_is_no_shift_of_images_is_refused_with_what_there_is(string text, string expected) =>
        Assert.Contains(
            expected, Assert.Throws<ArgumentException>(() => ShiftCatalog.Parse(text, sound: false)).Message, StringComparison.Ordinal);
}
