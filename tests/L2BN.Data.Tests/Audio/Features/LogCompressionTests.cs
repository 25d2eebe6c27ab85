using System.Text.Json;
using L2BN.Data.Audio.Features;
using L2BN.Data.Tests.Audio.Support;

namespace L2BN.Data.Tests.Audio.Features;

public class LogCompressionTests
{
    [Fact]
    public void Decibels_equal_the_formula()
    {
        foreach (JsonElement row in AudioGolden.Cases("mel"))
        {
            float[] power = [.. row.GetProperty("mel").Numbers("values").Select(value => (float)value)], relative = [.. power];
            LogCompression.PowerToDb(power);
            Near.All(row.Numbers("db"), power, Near.LogMel, 1e-5);
            LogCompression.PowerToDb(relative, reference: null, topDb: null);
            Near.All(row.Numbers("db_max"), relative, Near.LogMel, 1e-5);
        }
    }

    [Fact]
    public void Silence_counts_as_the_offset()
    {
        float[] power = [0, 1];
        LogCompression.Natural(power);
        Assert.Equal((float)Math.Log(1e-8), power[0]);
        Assert.Equal(0, power[1], 1e-7f);
    }

    [Fact]
    public void Silence_alone_stays_finite()
    {
        float[] power = [0, 0];
        LogCompression.PowerToDb(power, reference: null);
        Assert.Equal([0, 0], power);
    }

    [Fact]
    public void Values_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => LogCompression.PowerToDb(new float[1], amin: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => LogCompression.PowerToDb(new float[1], topDb: -1));
    }
}
