using L2BN.Conversion;
using L2BN.Scalars;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models.Tests;

/// <summary>A converted BatchNorm model is the directly built L2BN model: same state, same output; and the way back.</summary>
public class ConversionTests
{
    public static TheoryData<string> Names => [.. Tiny.Distinct];

    [Theory, MemberData(nameof(Names))]
    public void Converted_model_equals_the_built_one(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        (Module<Tensor, Tensor> converted, Module<Tensor, Tensor> built) = (Tiny.Model(name), Tiny.Model(name, "l2bn"));
        ConversionReport report = NormConversion.ToL2BN(converted, Swappable(name));
        Assert.True(report.IsComplete);
        Assert.Empty(report.Unfused);
        AssertEqualModels(built, converted, name);
        AssertEqualModels(built, converted, name);
    }

    [Theory, MemberData(nameof(Names))]
    public void Conversion_goes_back(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        (Module<Tensor, Tensor> converted, Module<Tensor, Tensor> built) = (Tiny.Model(name, "l2bn"), Tiny.Model(name));
        Assert.True(NormConversion.ToBatchNorm(converted).IsComplete);
        AssertEqualModels(built, converted, name);
    }

    // In training mode: the statistics move too.
    private static void AssertEqualModels(Module<Tensor, Tensor> expected, Module<Tensor, Tensor> actual, string name)
    {
        AssertEqualState(expected, actual);
        Assert.True(Tensors.Same(Output(expected, name), Output(actual, name)));
        AssertEqualState(expected, actual);
    }

    private static void AssertEqualState(Module expected, Module actual)
    {
        (Dictionary<string, Tensor> a, Dictionary<string, Tensor> b) = (expected.state_dict(), actual.state_dict());
        Assert.Equal(a.Keys, b.Keys);
        Assert.All(a, pair => Assert.True(Tensors.Same(pair.Value, b[pair.Key]), pair.Key));
    }

    private static Tensor Output(Module<Tensor, Tensor> model, string name)
    {
        Tensor x = Tiny.Batch(name, 4).X;
        manual_seed(3);
        return model.call(x);
    }

    private static Func<string, Module, bool> Swappable(string name) => (path, _) => !ModelCatalog.Find(name).FixedNorms.Contains(path);
}
