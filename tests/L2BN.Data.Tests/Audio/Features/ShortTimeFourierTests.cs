using System.Numerics;
using System.Text.Json;
using CsCheck;
using L2BN.Data.Audio.Features;
using L2BN.Data.Tests.Audio.Support;

namespace L2BN.Data.Tests.Audio.Features;

public class ShortTimeFourierTests
{
    [Fact]
    public void Test_signals_are_numpys() => Near.All(AudioGolden.Root.Numbers("scene_head"), Signals.Scene(1000, 7)[..8], relative: 0);

    [Fact]
    public void Spectra_equal_numpys()
    {
        foreach (JsonElement row in AudioGolden.Cases("stft"))
        {
            StftOptions options = AudioGolden.Frames(row) with { Window = row.Kind<WindowKind>("window"), Center = row.Flag("center") };
            Complex[] spectra = ShortTimeFourier.Transform(Signals.Scene(row.Int("samples"), 7), options);
            Near.All(row.GetProperty("re").Numbers("values"), [.. spectra.Select(value => value.Real)], 1e-8, 1e-8);
            Near.All(row.GetProperty("im").Numbers("values"), [.. spectra.Select(value => value.Imaginary)], 1e-8, 1e-8);
        }
    }

    [Fact]
    public void Every_power_of_two_equals_the_definition()
    {
        for (int nFft = 2; nFft <= 4096; nFft *= 2)
        {
            float[] y = [.. Signals.Noise(nFft, 5).Select(value => value / 32768f)];
            var options = new StftOptions { NFft = nFft, Center = false, Window = WindowKind.Rectangular };
            Complex[] fast = ShortTimeFourier.Transform(y, options);
            for (int k = 0; k <= nFft / 2; k += Math.Max(1, nFft / 64))
                Assert.True((fast[k] - Slow(y, k)).Magnitude < 1e-10 * nFft, $"n_fft {nFft}, bin {k}");
        }
    }

    [Fact]
    public void Energy_is_preserved() => Gen.Select(Gen.Int[0, 11], Gen.UInt).Sample((exponent, seed) =>
    {
        int nFft = 2 << exponent;
        float[] y = [.. Signals.Noise(nFft, seed).Select(value => value / 32768f)];
        Complex[] spectrum =
            ShortTimeFourier.Transform(y, new StftOptions { NFft = nFft, Center = false, Window = WindowKind.Rectangular });
        double ends = Math.Pow(spectrum[0].Magnitude, 2) + Math.Pow(spectrum[^1].Magnitude, 2);
        double energy = (ends + 2 * spectrum[1..^1].Sum(value => Math.Pow(value.Magnitude, 2))) / nFft;
        Assert.Equal(y.Sum(value => (double)value * value), energy, 1e-9 * nFft);
    }, iter: 100);

    /// <summary>Frames are computed several at a time; none may see its neighbors.</summary>
    [Fact]
    public void A_frame_does_not_depend_on_the_others()
    {
        float[] y = Signals.Scene(64 + 31 * 10, 3);
        var options = new StftOptions { NFft = 64, HopLength = 10, Center = false };
        Complex[] all = ShortTimeFourier.Transform(y, options);
        for (int t = 0; t < 32; t++)
        {
            Complex[] alone = ShortTimeFourier.Transform(y.AsSpan(10 * t, 64), options);
            for (int k = 0; k < alone.Length; k++)
                Assert.Equal(alone[k], all[k * 32 + t]);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(0.7)]
    public void A_spectrogram_is_the_magnitude_to_a_power(double power)
    {
        float[] y = Signals.Scene(500, 3);
        var options = new StftOptions { NFft = 64, HopLength = 20 };
        double[] expected = [.. ShortTimeFourier.Transform(y, options).Select(value => Math.Pow(value.Magnitude, power))];
        Near.All(expected, ShortTimeFourier.Spectrogram(y, options, power).Values, relative: 1e-6, absolute: 1e-12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Powers_out_of_range_are_refused(double power) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ShortTimeFourier.Spectrogram([1, 2, 3], new StftOptions(), power));

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        Refused(new StftOptions { NFft = 1000 }, "NFft: expected a power of two from 2 to 1048576, got 1000.");
        Refused(new StftOptions { NFft = 1 }, "NFft");
        Refused(new StftOptions { HopLength = 0 }, "HopLength");
        Refused(new StftOptions { WinLength = 2049 }, "WinLength: expected 1 to n_fft = 2048, got 2049.");
        Refused(new StftOptions { WinLength = 0 }, "WinLength");
        Refused(new StftOptions { Window = (WindowKind)9 }, "Window");
        Refused(new StftOptions { PadMode = (PadMode)9 }, "PadMode");
    }

    private static void Refused(StftOptions options, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => ShortTimeFourier.Transform(new float[5000], options))
            .Message, StringComparison.Ordinal);

    private static Complex Slow(float[] y, int k)
    {
        Complex sum = Complex.Zero;
        for (int n = 0; n < y.Length; n++)
            sum += y[n] * Complex.FromPolarCoordinates(1, -2 * Math.PI * ((long)k * n % y.Length) / y.Length);
        return sum;
    }
}
