using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using Modules = TorchSharp.Modules;

namespace L2BN.Models.Tests;

/// <summary>Without a bias before the first L2BN a network's scores do not depend on the scale of its input (docs/robustness.md).</summary>
public sealed class ScaleInvarianceTests
{
    // VGG's convolutions have a bias, which does not scale with the input. DenseNet's blocks concatenate the first convolution's output,
    // which scales with it, and outputs of norms, which do not.
    private static readonly string[] s_dependent = ["vgg16", "vgg16_slim", "densenet_bc100"];

    public static TheoryData<string> Invariant => [.. Tiny.Distinct.Except(s_dependent)];

    public static TheoryData<string> Dependent => [.. s_dependent];

    [Theory, MemberData(nameof(Invariant))]
    public void Scores_do_not_depend_on_the_scale_of_the_input(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGrad = no_grad();
        Module<Tensor, Tensor> model = Trained(name, "l2bn");
        Tensor x = Tiny.Batch(name, 4).X, scores = model.call(x);
        for (int power = -6; power <= 6; power++)
        {
            float[] scaled = Values(model.call(Scaled(x, MathF.Pow(2, power))));
            Assert.True(scaled.SequenceEqual(Values(scores)), $"{name}: 2^{power} changes a bit.");
        }

        double largest = scores.abs().max().item<float>();
        foreach (float factor in (float[])[0.013f, 0.3f, 1.1f, 3.7f, 91])
        {
            double difference = (model.call(Scaled(x, factor)) - scores).abs().max().item<float>();
            Assert.True(difference <= 1e-5 * Math.Max(1, largest), $"{name}: × {factor} changes a score of {largest} by {difference}.");
        }
    }

    [Theory, MemberData(nameof(Dependent))]
    public void A_bias_or_a_value_past_the_norms_breaks_it(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGrad = no_grad();
        Module<Tensor, Tensor> model = Trained(name, "l2bn");
        Tensor x = Tiny.Batch(name, 4).X;
        Assert.NotEqual(Values(model.call(x)), Values(model.call(Scaled(x, 1 / 64f))));
    }

    [Fact]
    public void Batch_normalization_alone_has_no_such_invariance()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGrad = no_grad();
        Module<Tensor, Tensor> model = Trained("resnet8", "bn");
        Tensor x = Tiny.Batch("resnet8", 4).X;
        Assert.False(model.call(Scaled(x, 0.25f)).allclose(model.call(x), 1e-3, 1e-3));
    }

    private static float[] Values(Tensor scores) => [.. scores.data<float>()];

    private static Tensor Scaled(Tensor x, float factor) => x * tensor(factor);

    // Statistics of a batch, and biases that are not zero as at the beginning.
    private static Module<Tensor, Tensor> Trained(string name, string norm)
    {
        Module<Tensor, Tensor> model = Tiny.Model(name, norm);
        foreach ((string own, Modules.Parameter parameter) in model.named_parameters())
        {
            if (own.EndsWith("bias", StringComparison.Ordinal))
                parameter.copy_(rand_like(parameter));
        }

        model.train();
        model.call(Tiny.Batch(name, 8).X);
        model.eval();
        return model;
    }
}
