using L2BN.Kernels.Lanes;

namespace L2BN.Kernels.Tests;

/// <summary>Storage in 16 bits: conversions are right to the last bit, and the kernels compute what they compute on floats, rounded
/// once.</summary>
public sealed unsafe class BFloat16Tests
{
    [Fact]
    public void Every_number_survives_the_way_to_double_and_back()
    {
        for (int bits = 0; bits <= ushort.MaxValue; bits++)
        {
            var number = new BFloat16((ushort)bits);
            var again = BFloat16.FromDouble(number.ToSingle());
            Assert.True(
                again == number || (float.IsNaN(number.ToSingle()) && float.IsNaN(again.ToSingle())),
                $"{bits:X4} became {again.Bits:X4}");
        }
    }

    /// <summary>1 + 2⁻⁸ lies in the middle between 1 and the next number. What is above it by less than a float can tell must be rounded
    /// up all the same.</summary>
    [Theory]
    [InlineData(1 + (1.0 / 256), 0x3F80)]
    [InlineData(1 + (3.0 / 256), 0x3F82)]
    [InlineData(1 + (1.0 / 256) + 1e-12, 0x3F81)]
    [InlineData(1 + (1.0 / 256) - 1e-12, 0x3F80)]
    [InlineData(-1 - (1.0 / 256) - 1e-12, 0xBF81)]
    [InlineData(1e39, 0x7F80)]
    [InlineData(3.3962e38, 0x7F80)]
    [InlineData(3.3961e38, 0x7F7F)]
    [InlineData(1e-60, 0x0000)]
    [InlineData(-1e-60, 0x8000)]
    [InlineData(double.NegativeInfinity, 0xFF80)]
    public void Doubles_are_rounded_once_to_the_nearest_even(double value, int bits) =>
        Assert.Equal(bits, BFloat16.FromDouble(value).Bits);

    [Fact]
    public void Registers_round_like_the_specification()
    {
        var random = new Random(16);
        float[] values = new float[4096];
        for (int k = 0; k < values.Length; k++)
            values[k] = BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue));
        uint[] special =
            [0x7F800001, 0xFFFFFFFF, 0x7FFFFFFF, 0x7F7FFFFF, 0x7F800000, 0xFF800000, 0x00000001, 0x3F808000, 0x3F818000];
        foreach (uint bits in special)
            values[random.Next(values.Length)] = BitConverter.UInt32BitsToSingle(bits);
        Check<Lanes512<float>>(values);
        Check<Lanes256<float>>(values);
        Check<Lanes128<float>>(values);
        Check<LaneScalar<float>>(values);
    }

    private static void Check<TLanes>(float[] values)
        where TLanes : struct, ILanes<TLanes, float>
    {
        int width = TLanes.Count;
        BFloat16* one = stackalloc BFloat16[32], two = stackalloc BFloat16[32];
        float* wide = stackalloc float[16];
        fixed (float* source = values)
        {
            for (int k = 0; k < values.Length; k += 2 * width)
            {
                TLanes first = TLanes.Load(source + k), second = TLanes.Load(source + k + width);
                first.StoreAs(one);
                second.StoreAs(one + width);
                TLanes.StoreTwo(first, second, two);
                TLanes.LoadFrom(one).Store(wide);
                for (int j = 0; j < 2 * width; j++)
                {
                    float expected = BFloat16.FromDouble(values[k + j]).ToSingle();
                    Assert.Equal(expected, one[j].ToSingle());
                    Assert.Equal(expected, two[j].ToSingle());
                    if (j < width)
                        Assert.Equal(expected, wide[j]);
                }
            }
        }
    }

    /// <summary>Rows of up to 32 channels are summed in the same strips whatever their type. Special values go the ways that they go in
    /// float.</summary>
    [Theory]
    [InlineData(FeatureLayout.ChannelsFirst, 20, 33)]
    [InlineData(FeatureLayout.ChannelsFirst, 20, 600)]
    [InlineData(FeatureLayout.ChannelsFirst, 3, 9000)]
    [InlineData(FeatureLayout.ChannelsLast, 20, 33)]
    [InlineData(FeatureLayout.ChannelsLast, 32, 600)]
    [InlineData(FeatureLayout.ChannelsLast, 9, 1)]
    public void Results_are_those_of_floats_rounded(FeatureLayout layout, int channels, int positions)
    {
        foreach (bool training in (bool[])[true, false])
        {
            foreach (double special in (double[])[1, double.NaN, double.PositiveInfinity, 1e-39, 3e38, 0, 1e-16])
            {
                foreach (bool residual in (bool[])[false, true])
                    Compare(new FeatureShape(9, channels, positions, layout), training, residual, special);
            }
        }
    }

    private static void Compare(FeatureShape shape, bool training, bool residual, double special)
    {
        var options = new NormOptions { Activation = Activation.Relu };
        var narrow = new KernelCase<BFloat16, float>(shape, options, training, residual, 3);
        var wide = new KernelCase<float>(shape, options, training, residual, 3);

        // One value of a sample, and every value of another.
        narrow.X[shape.Dimension + 1] = BFloat16.FromDouble(special);
        for (int k = 2 * shape.Dimension; k < 3 * shape.Dimension; k++)
            narrow.X[k] = BFloat16.FromDouble(narrow.X[k].ToSingle() * special);
        foreach ((BFloat16[] from, float[] into) in ((BFloat16[], float[])[])[(narrow.X, wide.X), (narrow.G, wide.G), (narrow.R, wide.R)])
            from.Select(value => value.ToSingle()).ToArray().CopyTo(into, 0);
        Assert.Equal(wide.Forward(), narrow.Forward());
        wide.Backward();
        narrow.Backward();
        Same(wide.Y, narrow.Y, $"output of {shape}");
        Same(wide.DX, narrow.DX, $"gradient of {shape}");
        Same(wide.DR, narrow.DR, $"residual's gradient of {shape}");
        Assert.Equal(wide.Mean, narrow.Mean);
        Assert.Equal(wide.Variance, narrow.Variance);
        Assert.Equal(wide.DWeight, narrow.DWeight);
        Assert.Equal(wide.DBias, narrow.DBias);
    }

    // Assert.Equal takes most of the test's time on long arrays.
    private static void Same(float[] wide, BFloat16[] narrow, string what)
    {
        Assert.Equal(wide.Length, narrow.Length);
        for (int k = 0; k < wide.Length; k++)
        {
            (float expected, float actual) = (BFloat16.FromDouble(wide[k]).ToSingle(), narrow[k].ToSingle());
            if (!expected.Equals(actual))
                Assert.Fail($"{what}: expected {expected} at {k}, got {actual}");
        }
    }
}
