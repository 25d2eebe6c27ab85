using L2BN.Kernels.Lanes;

namespace L2BN.Kernels.Tests;

/// <summary>Every value of the enum has its row, and the rows agree with their own specification.</summary>
public sealed class ActivationTests
{
    private const double Slope = 0.3;
    private static readonly double[] s_values = [-2, -0.5, -0.0, 0, 0.5, 2];

    public static TheoryData<Activation> All => [.. Enum.GetValues<Activation>()];

    [Theory]
    [MemberData(nameof(All))]
    public void The_lanes_compute_the_specification(Activation activation) => Assert.True(activation.Visit<Specification, bool>(default));

    [Theory]
    [MemberData(nameof(All))]
    public void A_gradient_may_be_masked_in_place_where_masking_twice_changes_nothing(Activation activation) =>
        Assert.Equal(activation.Visit<MaskedTwice, bool>(default), activation.AllowsGradientInPlace());

    [Theory]
    [InlineData((Activation)(-1))]
    [InlineData((Activation)99)]
    public void An_unknown_value_is_refused_everywhere(Activation activation)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => activation.AllowsGradientInPlace());
        ArgumentOutOfRangeException error =
            Assert.Throws<ArgumentOutOfRangeException>(() => new NormOptions { Activation = activation }.Validate());
        Assert.Contains($"got {activation}", error.Message, StringComparison.Ordinal);
    }

    private readonly struct Specification : IActivationVisitor<bool>
    {
        public bool Visit<TActivation>()
            where TActivation : struct, IActivation
        {
            foreach (double u in s_values)
            {
                double factor = TActivation.Factor(u, Slope);
                Assert.Equal(u * factor, Lane<TActivation>(u));
                Assert.Equal(7 * factor, Gradient<TActivation>(u, 7));
                Assert.Equal(7 * factor, Gradient<TActivation>(Lane<TActivation>(u), 7));
            }

            return true;
        }
    }

    private readonly struct MaskedTwice : IActivationVisitor<bool>
    {
        public bool Visit<TActivation>()
            where TActivation : struct, IActivation =>
            s_values.All(u => Gradient<TActivation>(u, Gradient<TActivation>(u, 7)) == Gradient<TActivation>(u, 7));
    }

    private static double Lane<TActivation>(double u)
        where TActivation : struct, IActivation =>
        LaneScalar<double>.Sum(TActivation.Forward<LaneScalar<double>, double>(new(u), new(Slope)));

    private static double Gradient<TActivation>(double u, double g)
        where TActivation : struct, IActivation =>
        LaneScalar<double>.Sum(TActivation.Backward<LaneScalar<double>, double>(new(u), new(g), new(Slope)));
}
