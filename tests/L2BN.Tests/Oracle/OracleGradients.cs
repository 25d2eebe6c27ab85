namespace L2BN.Tests.Oracle;

public sealed record OracleGradients(double[] Input, double[] Weight, double[] Bias);
