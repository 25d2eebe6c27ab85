namespace L2BN.Reporting;

/// <summary>A point in the units of the data.</summary>
public readonly record struct Point(double X, double Y)
{
    // Sums and differences of larger coordinates could overflow.
    private const double Most = 1e290;

    internal bool HasPlace => Math.Abs(X) <= Most && Math.Abs(Y) <= Most;
}
