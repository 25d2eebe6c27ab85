using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Models.Tests;

/// <summary>What the paired design stands on: one seed gives one set of initial weights, whatever the norm.</summary>
public class PairedWeightsTests
{
    public static TheoryData<string> Names => [.. ModelCatalog.Entries.Select(entry => entry.Name).Except(["resnet110", "resnet110_b"])];

    [Theory, MemberData(nameof(Names))]
    public void Same_seed_same_weights_for_every_norm(string name)
    {
        using var reference = Build(name, "bn", seed: 5);
        foreach (string norm in NormSpec.Names)
        {
            using var model = Build(name, norm, seed: 5);
            AssertSharedStateIsEqual(reference.state_dict(), model.state_dict());
        }
    }

    [Fact]
    public void Another_seed_gives_other_weights()
    {
        using var a = Build("resnet8", "bn", seed: 5);
        using var b = Build("resnet8", "bn", seed: 6);
        Assert.False(Tensors.Same(a.state_dict()["conv1.weight"], b.state_dict()["conv1.weight"]));
    }

    private static void AssertSharedStateIsEqual(Dictionary<string, Tensor> expected, Dictionary<string, Tensor> actual)
    {
        string[] shared = [.. expected.Keys.Where(actual.ContainsKey)];
        Assert.Contains(shared, key => expected[key].ndim > 1);
        Assert.All(shared, key => Assert.True(Tensors.Same(expected[key], actual[key]), key));
    }

    private static nn.Module<Tensor, Tensor> Build(string name, string norm, long seed)
    {
        manual_seed(seed);
        return ModelCatalog.Create(name, new ModelOptions { Norm = NormSpec.Parse(norm) });
    }
}
