using L2BN.Tests.Oracle;
using L2BN.Tests.Support;
using L2BN.TestSupport;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Tests;

/// <summary>Every path against the oracle, over random shapes of rank 2 to 5, both layouts and both scales.</summary>
public class OracleTests
{
    private static readonly int s_cases = Campaign.Cases(usual: 216);

    public static TheoryData<NormPath, ScalarType> Paths => new MatrixTheoryData<NormPath, ScalarType>(
        [NormPath.Composed, NormPath.Layer], [ScalarType.Float32, ScalarType.Float64]);

    [Theory, MemberData(nameof(Paths))]
    public void Training_matches(NormPath path, ScalarType type) => ForEachCase(path, type, data =>
    {
        var oracle = new L2BatchNormOracle(data.Shape, data.X, data.Scale);
        Tensor mean = data.Vector(data.Mean), variance = data.Vector(data.Variance);
        NormCall call = new(new() { Scale = data.Scale }, true, 0.3);
        Compare(path, data, call, mean, variance, oracle.Forward(data.Weight, data.Bias), oracle.BackwardTraining(data.G, data.Weight));
        var tolerance = Tolerance.Of(path, type);
        AssertNear.Gradient(Blend(data.Mean, oracle.Mean), mean, tolerance.Gradient, "running_mean");
        AssertNear.Gradient(Blend(data.Variance, oracle.UnbiasedVariance), variance, tolerance.Gradient, "running_var");
    });

    [Theory, MemberData(nameof(Paths))]
    public void Evaluation_matches(NormPath path, ScalarType type) => ForEachCase(path, type, data =>
    {
        var oracle = new L2BatchNormOracle(data.Shape, data.X, data.Scale);
        Tensor mean = data.Vector(data.Mean), variance = data.Vector(data.Variance);
        NormCall call = new(new() { Scale = data.Scale }, false, 0);
        double[] y = oracle.Forward(data.Weight, data.Bias, data.Mean, data.Variance);
        Compare(path, data, call, mean, variance, y, oracle.BackwardEvaluation(data.G, data.Weight, data.Mean, data.Variance));
        Assert.Equal(data.Mean, Tensors.Values(mean));
        Assert.Equal(data.Variance, Tensors.Values(variance));
    });

    private static void ForEachCase(NormPath path, ScalarType type, Action<RandomCase> check)
    {
        for (int seed = 0; seed < s_cases; seed++)
        {
            using DisposeScope scope = NewDisposeScope();
            bool fused = path == NormPath.Layer;
            var data = new RandomCase(
                seed, type, fewValues: fused && type == ScalarType.Float32, deviation: fused && seed % 3 == 0 ? 3 : 0.3);
            try
            {
                check(data);
            }
            catch (Exception failed)
            {
                throw new InvalidOperationException($"seed {seed}: {data}", failed);
            }
        }
    }

    private static void Compare(
        NormPath path, RandomCase data, NormCall call, Tensor mean, Tensor variance, double[] y, OracleGradients gradients)
    {
        Tensor x = data.Input(), weight = data.Vector(data.Weight, true), bias = data.Vector(data.Bias, true);
        Tensor actual = path.Forward(x, new(mean, variance, weight, bias), call);
        actual.backward([data.Gradient()]);
        var tolerance = Tolerance.Of(path, data.Type);
        AssertNear.Affine(y, data.Bias, data.Shape.S, actual, tolerance.Output * 4 / 3, "y");
        AssertNear.Gradient(gradients.Input, x.grad!, tolerance.Gradient, "dx");
        // A sum over a channel may cancel: its rounding is relative to the size that a sum of so many random terms usually has.
        double usual = Math.Sqrt(data.Shape.Total / data.Shape.C);
        AssertNear.Gradient(gradients.Weight, weight.grad!, tolerance.Gradient, "dweight", usual);
        AssertNear.Gradient(gradients.Bias, bias.grad!, tolerance.Gradient, "dbias", usual);
    }

    private static double[] Blend(double[] old, double[] batch) => [.. old.Zip(batch, (a, b) => (0.7 * a) + (0.3 * b))];
}
