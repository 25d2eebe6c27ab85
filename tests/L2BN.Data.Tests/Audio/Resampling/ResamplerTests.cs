using CsCheck;
using L2BN.Data.Audio.Resampling;
using L2BN.Data.Tests.Audio.Support;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.Audio.Resampling;

public class ResamplerTests
{
    private static readonly (int From, int To)[] s_pairs =
        [(44_100, 22_050), (48_000, 44_100), (22_050, 44_100), (11_025, 16_000), (44_101, 22_050)];

    /// <summary>Rates in use, and some without a useful common divisor.</summary>
    public static TheoryData<int, int> Rates => new()
    {
        { 44_100, 22_050 }, { 22_050, 44_100 }, { 48_000, 44_100 }, { 44_100, 48_000 }, { 96_000, 22_050 }, { 8_000, 22_050 },
            { 44_101, 22_050 }, { 22_050, 15_999 },
    };

    [Theory]
    [MemberData(nameof(Rates))]
    public void Nine_tenths_of_the_band_pass_within_a_thousandth_of_a_decibel(int from, int to)
    {
        double nyquist = Math.Min(from, to) / 2.0;
        foreach (double share in new[] { 0.01, 0.2, 0.5, 0.8, 0.9 })
            Assert.InRange(20 * Math.Log10(Gain(from, to, share * nyquist)), -0.001, 0.001);
    }

    [Theory]
    [MemberData(nameof(Rates))]
    public void What_would_alias_is_stopped_by_a_hundred_decibels(int from, int to)
    {
        if (from < to)
            return;
        foreach (double share in new[] { 1.0, 1.01, 1.1, 1.5, 1.9 })
        {
            double hertz = share * to / 2;
            if (hertz >= from / 2.0)
                continue;
            float[] y = Middle(new Resampler(from, to).Apply(Signals.Sine(Samples(from), hertz / from)));
            Assert.InRange(20 * Math.Log10(Rms(y) * Math.Sqrt(2)), double.NegativeInfinity, -100);
        }
    }

    [Fact]
    public void Images_are_stopped_by_a_hundred_decibels()
    {
        const int From = 22_050, To = 44_100;
        float[] x = Signals.Sine(From, 3000.0 / From), y = new Resampler(From, To).Apply(x);
        double[] ideal = [.. Enumerable.Range(0, y.Length).Select(n => Math.Sin(2 * Math.PI * 3000 * n / To))];
        double error = Math.Sqrt(Middle([.. y.Select((value, n) => (float)(value - ideal[n]))]).Average(e => (double)e * e));
        Assert.InRange(20 * Math.Log10(error * Math.Sqrt(2)), double.NegativeInfinity, -95);
    }

    [Fact]
    public void There_is_no_delay()
    {
        float[] x = new float[4410];
        x[2205] = 1;
        float[] y = new Resampler(44_100, 48_000).Apply(x);
        Assert.Equal(2400, Array.IndexOf(y, y.Max()));
        for (int i = 1; i < 200; i++)
            Assert.Equal(y[2400 - i], y[2400 + i], 1e-6f);
    }

    [Fact]
    public void The_same_rate_changes_nothing()
    {
        float[] x = Signals.Scene(5000, 1);
        Assert.Equal(x, new Resampler(44_100, 44_100).Apply(x));
    }

    [Fact]
    public void Lengths_are_rounded_up()
    {
        Assert.Equal(110_250, new Resampler(44_100, 22_050).OutputLength(220_500));
        Assert.Equal(2, new Resampler(44_100, 22_050).OutputLength(3));
        Assert.Equal(1, new Resampler(768_000, 1000).OutputLength(1));
        Assert.Equal(0, new Resampler(48_000, 44_100).OutputLength(0));
    }

    /// <summary>A part of a file gives the same beginning as the whole, bit by bit: files are read only as far as needed.</summary>
    [Fact]
    public void The_beginning_depends_on_the_beginning_only() =>
        Gen.Select(Gen.Int[0, s_pairs.Length - 1], Gen.Int[1, 300]).Sample((pair, count) =>
        {
            var resampler = new Resampler(s_pairs[pair].From, s_pairs[pair].To);
            float[] x = [.. Signals.Noise(4000, 3).Select(value => value / 32768f)];
            float[] start = new float[count];
            resampler.Apply(x.AsSpan(0, (int)resampler.InputLength(count)), start);
            Assert.Equal(resampler.Apply(x)[..count], start);
        }, iter: 40);

    /// <summary>A file may claim any rate; none may take minutes or gigabytes.</summary>
    [Theory]
    [InlineData(767_999, 44_100)]
    [InlineData(767_999, 767_998)]
    [InlineData(1, 767_999)]
    [InlineData(767_999, 1009)]
    [InlineData(44_101, 44_100)]
    public void Odd_rates_are_bounded_in_time_and_memory(int from, int to) => Assert.Null(Hostile.Refusal(() =>
    {
        var resampler = new Resampler(from, to);
        float[] y = new float[Math.Min(441_000, resampler.OutputLength(2_000_000))];
        resampler.Apply(new float[Math.Min(2_000_000, resampler.InputLength(y.Length))], y);
    }, memory: 256 << 20));

    [Fact]
    public void After_the_end_is_silence()
    {
        float[] y = new float[5000];
        new Resampler(48_000, 44_100).Apply([1, 1, 1], y);
        Assert.All(y[1000..], value => Assert.Equal(0, value));
    }

    [Fact]
    public void Rates_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Resampler(0, 44_100));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Resampler(44_100, 768_001));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Resampler(44_100, 999));
        Assert.Throws<ArgumentException>(() => new Resampler(1, 768_000).Apply(new float[10_000]));
    }

    private static int Samples(int rate) => Math.Max(2000, Math.Min(rate / 8, 4 * 64 * 4 * Math.Max(1, rate / 20_000)));

    private static double Gain(int from, int to, double hertz)
    {
        float[] y = new Resampler(from, to).Apply(Signals.Sine(Samples(from), hertz / from));
        double sine = 0, cosine = 0, ss = 0, cc = 0, sc = 0;
        for (int n = y.Length / 4; n < 3 * y.Length / 4; n++)
        {
            (double s, double c) = Math.SinCos(2 * Math.PI * hertz / to * n);
            (sine, cosine, ss, cc, sc) = (sine + s * y[n], cosine + c * y[n], ss + s * s, cc + c * c, sc + s * c);
        }
        double determinant = ss * cc - sc * sc;
        return Math.Sqrt(Math.Pow((sine * cc - cosine * sc) / determinant, 2) + Math.Pow((cosine * ss - sine * sc) / determinant, 2));
    }

    private static float[] Middle(float[] y) => y[(y.Length / 4)..(3 * y.Length / 4)];

    private static double Rms(float[] y) => Math.Sqrt(y.Average(value => (double)value * value));
}
