using System.Text.Json;
using L2BN.Data.Audio.Features;
using L2BN.Data.Tests.Audio.Support;

namespace L2BN.Data.Tests.Audio.Features;

public class WindowsTests
{
    [Fact]
    public void Windows_equal_numpys()
    {
        foreach (JsonElement row in AudioGolden.Cases("windows"))
            Near.All(row.Numbers("values"), Windows.Create(row.Kind<WindowKind>("kind"), row.Int("length")), relative: 1e-8,
                absolute: 1e-9);
    }

    [Fact]
    public void A_short_window_stands_in_the_middle_of_its_frame() =>
        Assert.Equal([0, 0, 1, 1, 1, 0, 0, 0], Windows.Centered(WindowKind.Rectangular, 3, 8));

    [Fact]
    public void Lengths_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Windows.Create(WindowKind.Hann, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Windows.Centered(WindowKind.Hann, 9, 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => Windows.Create((WindowKind)7, 8));
    }
}
