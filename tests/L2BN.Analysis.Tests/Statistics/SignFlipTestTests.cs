using CsCheck;
using L2BN.Analysis.Statistics;

namespace L2BN.Analysis.Tests.Statistics;

public class SignFlipTestTests
{
    // Whole numbers make every sum exact, so ties are ties and the oracle can count in integers.
    private static readonly Gen<int[]> s_differences = Gen.Int[-6, 6].Array[1, 13];

    [Fact]
    public void Exact_p_counts_every_sign_pattern() =>
        s_differences.Sample(d => Assert.Equal(ByEnumeration(d), SignFlipTest.Exact([.. d.Select(v => (double)v)], 1e-9), 12));

    [Fact]
    public void Forty_pairs_are_exact_and_twenty_match_the_binomial()
    {
        // Equal differences: |sum| ≥ observed only for the two uniform patterns.
        Assert.Equal(2 / Math.Pow(2, 40), SignFlipTest.Exact([.. Enumerable.Repeat(0.3, 40)], 1e-9));
        // 15 of 20 equal differences positive: the sign test, 2·P(Bin(20, ½) ≥ 15) = 0.04138947...
        double[] d = [.. Enumerable.Repeat(1.0, 15), .. Enumerable.Repeat(-1.0, 5)];
        Close.To(0.041389465332031250, SignFlipTest.Exact(d, 1e-9), 1e-12);
    }

    [Fact]
    public void P_ignores_order_direction_and_unit() =>
        s_differences.Sample(d =>
        {
            double[] values = [.. d.Select(v => (double)v)];
            double p = SignFlipTest.Exact(values, 1e-9);
            Assert.Equal(p, SignFlipTest.Exact([.. values.Reverse()], 1e-9), 12);
            Assert.Equal(p, SignFlipTest.Exact([.. values.Select(v => -v)], 1e-9), 12);
            Assert.Equal(p, SignFlipTest.Exact([.. values.Select(v => 8 * v)], 1e-9), 12);
        });

    // The guarantee itself, not a simulation: over all sign patterns of the same sizes, p ≤ α happens at most α of the time.
    [Fact]
    public void Exact_p_never_rejects_too_often() =>
        Gen.Select(Gen.Int[0, 9].Array[8], Gen.OneOf(Gen.Const(0.01), Gen.Const(0.05), Gen.Const(0.2))).Sample((sizes, alpha) =>
        {
            int rejected = Enumerable.Range(0, 256).Count(bits => SignFlipTest.Exact(Signed(sizes, bits), 1e-9) <= alpha);
            Assert.True(rejected <= alpha * 256);
        }, iter: 40);

    [Fact]
    public void Monte_carlo_agrees_with_the_exact_p()
    {
        double[] d = [.. Enumerable.Range(1, 18).Select(i => i % 3 == 0 ? -0.1 * i : 0.13 * i)];
        double exact = SignFlipTest.Exact(d, 1e-9);
        const int draws = 100_000;
        double error = Math.Sqrt(exact * (1 - exact) / draws);
        Assert.InRange(SignFlipTest.MonteCarlo(d, 1e-9, draws, 7), exact - (4 * error), exact + (4 * error));
        Assert.Equal(SignFlipTest.MonteCarlo(d, 1e-9, draws, 7), SignFlipTest.MonteCarlo(d, 1e-9, draws, 7));
    }

    [Fact]
    public void Monte_carlo_uses_every_sign_beyond_64_pairs()
    {
        // One huge difference among 130: |sum| ≥ observed needs only its own sign and the small ones' agreement with it.
        double[] d = [.. Enumerable.Repeat(1e-6, 129), 1.0];
        Assert.Equal(1.0 / 1001, SignFlipTest.MonteCarlo(d, 1e-9, 1000, 1), 12);
        double[] noise = [.. Enumerable.Range(0, 130).Select(i => i % 2 == 0 ? 1.0 : -1.0)];
        Assert.Equal(1, SignFlipTest.MonteCarlo(noise, 1e-9, 1000, 1));
    }

    private static double[] Signed(int[] sizes, int bits) => [.. sizes.Select((size, i) => (bits >> i & 1) == 0 ? (double)size : -size)];

    private static double ByEnumeration(int[] d)
    {
        int observed = Math.Abs(d.Sum());
        int patterns = 1 << d.Length;
        int SumOf(int bits) => d.Select((v, i) => (bits >> i & 1) == 0 ? v : -v).Sum();
        int hits = Enumerable.Range(0, patterns).Count(bits => Math.Abs(SumOf(bits)) >= observed);
        return (double)hits / patterns;
    }
}
