using L2BN.Data.Shifts;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.Shifts;

public class ImageShiftTests
{
    private static readonly SampleShape s_gray = new(1, 8, 10);
    private static readonly Normalization s_half = new([0.5f], [1f]);

    [Theory]
    [InlineData("scale", 1, 0.9f, 0.78f)]
    [InlineData("scale", 5, 0.9f, 0.54f)]
    [InlineData("brightness", 2, 0.3f, 0.4f)]
    [InlineData("brightness", 5, 0.9f, 1f)]
    [InlineData("darken", 5, 0.9f, 0.27f)]
    public void A_gray_pixel_becomes(string name, int severity, float pixel, float expected)
    {
        float[] image = [.. Enumerable.Repeat(pixel, s_gray.Size)];
        Find(name).Apply(image, s_gray, s_half, severity, seed: 0, index: 0);
        Assert.All(image, value => Assert.Equal(expected, value, 1e-6f));
    }

    [Fact]
    public void Contrast_is_about_the_means_of_the_image_itself()
    {
        float[] image = Pattern();
        float mean = image.Average();
        float[] expected = [.. image.Select(value => mean + (0.4f * (value - mean)))];
        Find("contrast").Apply(image, s_gray, s_half, severity: 3, seed: 0, index: 0);
        Assert.All(image.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-5f));
    }

    [Fact]
    public void Brightness_of_a_color_leaves_hue_and_saturation()
    {
        // Python: colorsys.hsv_to_rgb of rgb_to_hsv(.2, .6, .4) with the value raised by 0.3.
        float[] color = [0.2f, 0.6f, 0.4f];
        Find("brightness").Apply(color, new SampleShape(3, 1, 1), new Normalization([0, 0, 0], [1, 1, 1]), 5, seed: 0, index: 0);
        Assert.Equal(0.3f, color[0], 1e-6f);
        Assert.Equal(0.9f, color[1], 1e-6f);
        Assert.Equal(0.6f, color[2], 1e-6f);
    }

    [Fact]
    public void Blur_is_scipys_and_pixelation_is_Pillows()
    {
        float[] blurred = Changed("blur", 5), coarse = Changed("pixelate", 5);
        foreach ((int y, int x, float expected) in new[] { (0, 0, 0.054283f), (3, 4, 0.484716f), (7, 9, 0.396401f) })
            Assert.Equal(expected, blurred[(10 * y) + x], 2e-6f);
        foreach ((int y, int x, float expected) in new[] { (0, 0, 0.065686f), (3, 4, 0.340196f), (7, 9, 0.508824f), (4, 6, 0.681373f) })
            Assert.Equal(expected, coarse[(10 * y) + x], 2e-6f);
    }

    [Fact]
    public void Noise_has_the_spread_that_its_name_says()
    {
        var large = new SampleShape(1, 200, 200);
        double Spread(string name, int severity, float pixel)
        {
            float[] image = [.. Enumerable.Repeat(pixel, large.Size)];
            Find(name).Apply(image, large, s_half, severity, seed: 1, index: 2);
            Assert.Equal(pixel, image.Average(), 0.005f);
            return Math.Sqrt(image.Average(value => (value - pixel) * (value - pixel)));
        }

        Assert.Equal(0.08, Spread("noise", 3, 0.5f), 0.002);
        Assert.Equal(Math.Sqrt(0.5 / 50), Spread("shot-noise", 5, 0.5f), 0.002);
        Assert.Equal(Math.Sqrt(0.5 / 500), Spread("shot-noise", 1, 0.5f), 0.002);
        Assert.Equal(0.5 * Math.Sqrt(0.07), Spread("impulse-noise", 5, 0.5f), 0.01);
    }

    [Fact]
    public void Every_shift_is_a_function_of_sample_severity_seed_and_index_and_stays_in_range()
    {
        foreach (ImageShift shift in ShiftCatalog.Images)
        {
            for (int severity = 1; severity <= Shift.Severities; severity++)
            {
                float[] first = Changed(shift.Name, severity), again = Changed(shift.Name, severity);
                Assert.Equal(first, again);
                Assert.All(first, value => Assert.InRange(value, 0f, 1f));
            }

            Assert.NotEqual(Pattern(), Changed(shift.Name, Shift.Severities));
        }

        Assert.NotEqual(Changed("noise", 3), Changed("noise", 3, index: 1));
        Assert.NotEqual(Changed("noise", 3), Changed("noise", 3, seed: 1));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        ImageShift scale = Find("scale");
        Assert.Throws<ArgumentOutOfRangeException>(() => scale.Apply(Pattern(), s_gray, s_half, severity: 6, seed: 0, index: 0));
        Assert.Throws<ArgumentException>(() => scale.Apply(new float[3], s_gray, s_half, severity: 1, seed: 0, index: 0));
        var toy = new ToyDataset(4, s_gray);
        ArgumentException wrong = Assert.Throws<ArgumentException>(() =>
            ShiftedDataset.Create(toy, s_half, ShiftCatalog.Sound[0], severity: 1));
        Assert.Contains("'gain'", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shifted_data_is_the_same_samples_changed()
    {
        var toy = new ToyDataset(4, s_gray);
        var shifted = ShiftedDataset.Create(toy, s_half, Find("darken"), severity: 3);
        float[] plain = new float[s_gray.Size], changed = new float[s_gray.Size];
        toy.Read(0, plain);
        shifted.Read(0, changed);
        Assert.Equal(plain.Select(value => value * 0.5f), changed);
        Assert.Equal((toy.Count, toy.Label(3), toy.Shape), (shifted.Count, shifted.Label(3), shifted.Shape));
    }

    private static ImageShift Find(string name) => ShiftCatalog.Images.Single(shift => shift.Name == name);

    private static float[] Pattern() =>
        [.. Enumerable.Range(0, 80).Select(i => (i / 10, i % 10)).Select(at =>
            (((7 * at.Item1) + (3 * at.Item2)) * (at.Item2 + (2 * at.Item1) + 1) % 256 / 255f))];

    private static float[] Changed(string name, int severity, int seed = 0, int index = 0)
    {
        float[] image = Pattern();
        Find(name).Apply(image, s_gray, s_half, severity, seed, index);
        return image;
    }
}
