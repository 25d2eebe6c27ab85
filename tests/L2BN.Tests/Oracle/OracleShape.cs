namespace L2BN.Tests.Oracle;

/// <summary>N samples × C channels × S positions, in that order in memory.</summary>
public sealed record OracleShape(int N, int C, int S)
{
    public int Dimension => C * S;

    public int Total => N * C * S;

    public int At(int n, int c, int s) => (((n * C) + c) * S) + s;
}
