using System.Text.Json;
using CsCheck;
using L2BN.Data.Audio.Features;
using L2BN.Data.Tests.Audio.Support;

namespace L2BN.Data.Tests.Audio.Features;

public class MelTests
{
    [Fact]
    public void Both_scales_equal_their_formulas()
    {
        double[] hertz = AudioGolden.Root.Numbers("hertz");
        Near.All(AudioGolden.Root.Numbers("htk"), [.. hertz.Select(f => MelScale.HzToMel(f, htk: true))], 1e-8, 1e-9);
        Near.All(AudioGolden.Root.Numbers("slaney"), [.. hertz.Select(f => MelScale.HzToMel(f))], 1e-8, 1e-9);
    }

    /// <summary>Values that librosa's documentation and tests quote.</summary>
    [Fact]
    public void Known_values()
    {
        Assert.Equal(0.9, MelScale.HzToMel(60), 12);
        Assert.Equal(1000, MelScale.MelToHz(15), 9);
        Assert.Equal(6400, MelScale.MelToHz(42), 9);
        Assert.Equal(999.9856, MelScale.HzToMel(1000, htk: true), 3);
    }

    [Fact]
    public void Scales_can_be_undone() => Gen.Select(Gen.Double[0, 96_000], Gen.Bool).Sample((hertz, htk) =>
        Assert.Equal(hertz, MelScale.MelToHz(MelScale.HzToMel(hertz, htk), htk), 1e-9 * (1 + hertz)));

    [Fact]
    public void Filter_banks_equal_numpys()
    {
        foreach (JsonElement row in AudioGolden.Cases("banks"))
        {
            var bank = new MelFilterBank(row.Int("sr"), row.Int("n_fft"), AudioGolden.Bands(row));
            IEnumerable<int> bands = Enumerable.Range(0, bank.Bands);
            double[] WeightsOf(int band) => [.. Enumerable.Range(0, bank.Bins).Select(bin => bank.Weight(band, bin))];
            Near.All(row.Numbers("sums"), [.. bands.Select(band => WeightsOf(band).Sum())], 1e-8, 1e-12);
            Near.All(row.Numbers("centres"), [.. bands.Select(band => WeightsOf(band).Select((w, bin) => w * bin).Sum())], 1e-8, 1e-12);
            Assert.Equal(row.Ints("peaks"), bands.Select(band => Math.Max(0, Array.IndexOf(WeightsOf(band), WeightsOf(band).Max()))));
            Assert.Equal(row.Int("empty"), bands.Count(band => WeightsOf(band).Sum() == 0));
            Assert.Equal(row.Int("empty"), bank.EmptyBands);
        }
    }

    [Fact]
    public void Mel_power_meets_the_requirement()
    {
        foreach (JsonElement row in AudioGolden.Cases("mel"))
        {
            var bank = new MelFilterBank(row.Int("sr"), row.Int("n_fft"), AudioGolden.Bands(row));
            FeatureMatrix mel =
                MelSpectrogram.Compute(Signals.Scene(row.Int("samples"), 11), AudioGolden.Frames(row), bank, row.Number("power"));
            Near.All(row.GetProperty("mel").Numbers("values"), mel.Values, Near.MelPower, 1e-24);
            Assert.Equal((bank.Bands, row.GetProperty("mel").Int("frames")), (mel.Rows, mel.Frames));
        }
    }

    [Fact]
    public void Quiet_bands_beside_a_loud_tone_meet_the_requirement_too()
    {
        JsonElement tone = AudioGolden.Root.GetProperty("tone");
        float[] y = [.. tone.Ints("int16").Select(value => value / 32768f)];
        var bank = new MelFilterBank(44_100, 1024, new MelOptions { NMels = 32, Htk = true, Norm = MelNorm.None });
        FeatureMatrix mel = MelSpectrogram.Compute(y, new StftOptions { NFft = 1024, HopLength = 512, Center = false }, bank);
        double[] expected = tone.GetProperty("mel").Numbers("values");
        Assert.True(expected.Max() / expected.Min() > 1e10);
        Near.All(expected, mel.Values, Near.MelPower);
    }

    [Fact]
    public void The_fused_path_equals_the_separate_steps()
    {
        float[] y = Signals.Scene(3000, 1);
        var options = new StftOptions { NFft = 256, HopLength = 100 };
        var bank = new MelFilterBank(16_000, 256, new MelOptions { NMels = 20 });
        double[] apart = [.. bank.Apply(ShortTimeFourier.Spectrogram(y, options)).Values.Select(value => (double)value)];
        Near.All(apart, MelSpectrogram.Compute(y, options, bank).Values, relative: 1e-6);
    }

    [Fact]
    public void Too_many_bands_are_reported() =>
        Assert.True(new MelFilterBank(16_000, 256, new MelOptions { NMels = 128 }).EmptyBands > 0);

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        Refused(new MelOptions { NMels = 0 }, "NMels");
        Refused(new MelOptions { FMin = -1 }, "FMin");
        Refused(new MelOptions { FMin = 9000 }, "FMin");
        Refused(new MelOptions { FMax = 8001 }, "FMax: expected above 0 and at most 8000 Hz, half the sample rate, got 8001.");
        Refused(new MelOptions { FMin = 500, FMax = 500 }, "FMax");
        Refused(new MelOptions { FMax = double.NaN }, "FMax");
        Refused(new MelOptions { Norm = (MelNorm)5 }, "Norm");
        var bank = new MelFilterBank(16_000, 512, new MelOptions { NMels = 10 });
        Assert.Throws<ArgumentException>(() => bank.Apply(new FeatureMatrix(256, 3)));
        Assert.Throws<ArgumentException>(() => MelSpectrogram.Compute(new float[3000], new StftOptions { NFft = 1024 }, bank));
    }

    private static void Refused(MelOptions options, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => new MelFilterBank(16_000, 512, options))
            .Message, StringComparison.Ordinal);
}
