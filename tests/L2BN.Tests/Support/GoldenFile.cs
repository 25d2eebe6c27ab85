using System.Text.Json;

namespace L2BN.Tests.Support;

internal sealed record GoldenPass(
    double[] X, double[] G, double[] Y, double[] Dx, double[]? Dweight, double[]? Dbias, double[] RunningMean, double[] RunningVar);

internal sealed record GoldenCase(
    string Name, long[] Shape, string Scale, bool Affine, double? Momentum, double[]? Weight, double[]? Bias,
    GoldenPass[] Steps, GoldenPass Evaluation);

/// <summary>What PyTorch computed; tests/Golden/README.md says how to make it again.</summary>
internal sealed record GoldenFile(string Torch, double Eps, GoldenCase[] Cases)
{
    private static readonly JsonSerializerOptions s_names = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    internal static GoldenFile Read() =>
        JsonSerializer.Deserialize<GoldenFile>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "l2bn_golden.json")), s_names)!;
}
