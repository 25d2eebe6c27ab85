using L2BN.Models.Norms;
using static TorchSharp.torch;

namespace L2BN.Models.Tests;

/// <summary>What the paired design stands on: one seed gives one set of initial weights, whatever the norm.</summary>
public class PairedWeightsTests
{
    public static TheoryData<string> Names => [.. Tiny.Names];

    [Theory, MemberData(nameof(Names))]
    public void Same_seed_same_weights_for_every_norm(string name)
    {
        using nn.Module<Tensor, Tensor> reference = Tiny.Model(name, "bn", 5);
        foreach (string norm in NormSpec.Names)
        {
            using nn.Module<Tensor, Tensor> model = Tiny.Model(name, norm, 5);
            AssertSharedStateIsEqual(reference.state_dict(), model.state_dict());
        }
    }

    [Fact]
    public void Another_seed_gives_other_weights()
    {
        using nn.Module<Tensor, Tensor> a = Tiny.Model("resnet8", "bn", 5);
        using nn.Module<Tensor, Tensor> b = Tiny.Model("resnet8", "bn", 6);
        Assert.False(Tensors.Same(a.state_dict()["conv1.weight"], b.state_dict()["conv1.weight"]));
    }

    private static void AssertSharedStateIsEqual(Dictionary<string, Tensor> expected, Dictionary<string, Tensor> actual)
    {
        string[] shared = [.. expected.Keys.Where(actual.ContainsKey)];
        Assert.Contains(shared, key => expected[key].ndim > 1);
        Assert.All(shared, key => Assert.True(Tensors.Same(expected[key], actual[key]), key));
    }
}
