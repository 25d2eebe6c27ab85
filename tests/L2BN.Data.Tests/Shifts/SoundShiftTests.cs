using L2BN.Data.Shifts;

namespace L2BN.Data.Tests.Shifts;

public class SoundShiftTests
{
    private const int Rate = 22_050;

    [Fact]
    public void Gain_changes_the_level_by_so_many_decibels() =>
        Assert.Equal(-30, 20 * Math.Log10(Level(Changed("gain", 5, Tone(440))) / Level(Tone(440))), 0.001);

    [Fact]
    public void Noise_has_the_ratio_to_the_signal_that_was_asked_for()
    {
        float[] tone = Tone(440), noisy = Changed("noise", 4, tone);
        Assert.Equal(10, 20 * Math.Log10(Level(tone) / Level([.. noisy.Zip(tone, (a, b) => a - b)])), 0.2);
        Assert.All(Changed("noise", 5, new float[100]), value => Assert.Equal(0, value));
    }

    [Fact]
    public void The_low_pass_has_three_decibels_at_its_cutoff_and_falls_by_twelve_per_octave()
    {
        double Loss(double frequency) => 20 * Math.Log10(Level(Changed("low-pass", 5, Tone(frequency))) / Level(Tone(frequency)));
        Assert.Equal(0, Loss(100), 0.05);
        Assert.Equal(-3.01, Loss(2000), 0.05);
        Assert.InRange(Loss(4000), -15, -12);
        Assert.Equal(Tone(100, 8000), Changed("low-pass", 3, Tone(100, 8000), rate: 8000));
    }

    [Fact]
    public void Clipping_is_relative_to_the_loudest_value_and_time_moves_in_a_circle()
    {
        float[] tone = Tone(440);
        Assert.Equal(0.05f * tone.Max(Math.Abs), Changed("clipping", 5, tone).Max(), 1e-6f);
        float[] moved = Changed("time-shift", 5, tone);
        int by = (int)(0.4 * tone.Length);
        Assert.Equal([.. tone[^by..], .. tone[..^by]], moved);
    }

    [Fact]
    public void Channels_are_changed_one_by_one()
    {
        float[] both = [.. Tone(440), .. new float[Tone(440).Length]];
        ShiftCatalog.Sound.Single(shift => shift.Name == "time-shift").Apply(both, channels: 2, Rate, severity: 5, seed: 0, index: 0);
        Assert.All(both[(both.Length / 2)..], value => Assert.Equal(0, value));
        Assert.Throws<ArgumentException>(() => ShiftCatalog.Sound[0].Apply(new float[3], channels: 2, Rate, 1, seed: 0, index: 0));
    }

    private static float[] Changed(string name, int severity, float[] clip, int rate = Rate)
    {
        float[] changed = [.. clip];
        ShiftCatalog.Sound.Single(shift => shift.Name == name).Apply(changed, channels: 1, rate, severity, seed: 0, index: 0);
        return changed;
    }

    private static float[] Tone(double frequency, int rate = Rate) =>
        [.. Enumerable.Range(0, rate).Select(i => (float)(0.5 * Math.Sin(2 * Math.PI * frequency * i / rate)))];

    // Past the beginning, where a filter still settles.
    private static double Level(float[] signal) => Math.Sqrt(signal.Skip(signal.Length / 10).Average(value => (double)value * value));
}
