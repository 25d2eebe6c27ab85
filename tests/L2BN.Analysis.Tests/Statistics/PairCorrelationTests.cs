using L2BN.Analysis.Statistics;

namespace L2BN.Analysis.Tests.Statistics;

public class PairCorrelationTests
{
    [Fact]
    public void Correlation_is_pearsons()
    {
        Close.To(1, PairCorrelation.Compute([1, 2, 3], [5, 7, 9])!.Value, 1e-12);
        Close.To(-1, PairCorrelation.Compute([1, 2, 3], [9, 7, 5])!.Value, 1e-12);
        // By hand: 3.5/√(8.75·5).
        Close.To(0.5291502622129181, PairCorrelation.Compute([1, 2, 3, 5], [2, 1, 4, 3])!.Value, 1e-12);
    }

    [Fact]
    public void Failed_pairs_are_left_out_and_too_few_pairs_or_no_spread_have_none()
    {
        Close.To(1, PairCorrelation.Compute([1, double.NaN, 2, 3, 4], [5, 0, 7, 9, 11])!.Value, 1e-12);
        Assert.Null(PairCorrelation.Compute([1, double.NaN, 2], [5, 0, 7]));
        Assert.Null(PairCorrelation.Compute([1, 1, 1], [5, 6, 7]));
        Assert.Throws<ArgumentException>(() => PairCorrelation.Compute([1], []));
    }
}
