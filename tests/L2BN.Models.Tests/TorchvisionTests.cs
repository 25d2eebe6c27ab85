using L2BN.Models.Norms;
using L2BN.Scalars;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models.Tests;

/// <summary>Where torchvision has the model: its state names and shapes, and its results for fixed weights and inputs.</summary>
public class TorchvisionTests
{
    public static TheoryData<string> Models => [.. Golden.Models];

    [Theory, MemberData(nameof(Models))]
    public void State_names_and_shapes_are_torchvisions(string name)
    {
        using Module<Tensor, Tensor> model = ModelCatalog.Create(name, ModelCatalog.Find(name).Reference);
        IOrderedEnumerable<string> actual =
            model.state_dict().Select(pair => $"{pair.Key} {Shape(pair.Value)}").Order(StringComparer.Ordinal);
        Assert.Equal(Golden.State(name), actual);
    }

    [Theory]
    [InlineData("resnet20_b", "conv1.weight", "bn1.running_var", "layer2.0.downsample.0.weight", "layer3.2.bn2.bias", "fc.bias")]
    [InlineData("resnet18_cifar", "layer2.0.downsample.1.num_batches_tracked", "layer4.1.conv2.weight")]
    [InlineData("mobilenet_v2_cifar", "features.1.conv.1.weight", "features.18.1.running_mean", "classifier.1.weight")]
    public void Cifar_forms_keep_the_naming(string name, params string[] keys)
    {
        using Module<Tensor, Tensor> model = ModelCatalog.Create(name, new ModelOptions());
        Assert.All(keys, key => Assert.Contains(key, model.state_dict().Keys));
    }

    [Theory, MemberData(nameof(Models))]
    public void Results_are_torchvisions(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        Golden.Outputs golden = Golden.Read(name);
        Module<Tensor, Tensor> model = ModelCatalog.Create(name, new ModelOptions { SampleInput = (3, 64, 64) });
        model.to(ScalarType.Float64);
        FixedWeights.Load(model);
        model.eval();
        Near(golden.Eval, model.call(FixedWeights.Of("input", golden.Input)), 1e-9);
        Train(model);
        Tensor y = model.call(FixedWeights.Of("input", golden.Input));
        Near(golden.Train, y, 1e-9);
        y.square().mean().backward();
        Near(golden.Gradient, model.parameters().First().grad!.flatten()[..16], 1e-9);
        (string _, Tensor variance) = model.named_buffers().Last(pair => pair.name.EndsWith("running_var", StringComparison.Ordinal));
        Near(golden.RunningVariance, variance[..16], 1e-9);
    }

    [Theory, MemberData(nameof(Models))]
    public void State_goes_out_and_back_between_norms(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(2);
        Module<Tensor, Tensor> trained = ModelCatalog.Create(name, new ModelOptions { Norm = NormSpec.Parse("l2bn") });
        var exported = trained.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.clone());
        Assert.Equal(Golden.State(name).Select(line => line.Split(' ')[0]), exported.Keys.Order(StringComparer.Ordinal));
        Module<Tensor, Tensor> fresh = ModelCatalog.Create(name, new ModelOptions { Norm = NormSpec.Parse("l2bn") });
        fresh.load_state_dict(exported);
        trained.eval();
        fresh.eval();
        Tensor x = randn(2, 3, 32, 32);
        Assert.True(Tensors.Same(trained.call(x), fresh.call(x)));
    }

    // Dropout off, as in the script.
    private static void Train(Module model)
    {
        model.train();
        foreach (Dropout dropout in model.modules().OfType<Dropout>())
            dropout.eval();
    }

    private static void Near(double[] expected, Tensor actual, double tolerance)
    {
        double[] values = actual.detach().flatten().data<double>().ToArray();
        double scale = expected.Max(Math.Abs);
        Assert.All(expected.Zip(values), pair => Assert.Equal(pair.First, pair.Second, tolerance * scale));
    }

    private static string Shape(Tensor tensor) => tensor.ndim == 0 ? "scalar" : string.Join('x', tensor.shape);
}
