namespace L2BN.Reporting;

/// <summary>A point in the units of the data.</summary>
public readonly record struct Point(double X, double Y)
{
    internal bool IsFinite => double.IsFinite(X) && double.IsFinite(Y);
}
