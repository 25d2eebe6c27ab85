using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Tests;

public sealed class NormLayersTests
{
    public static TheoryData<string, Func<nn.Module>, bool> Modules => new()
    {
        { "batch", () => nn.BatchNorm2d(4), true },
        { "L2 batch", () => nn.L2BatchNorm2d(4), true },
        { "L2 batch with activation", () => new L2BatchNormAct(4), true },
        { "instance", () => nn.InstanceNorm2d(4), true },
        { "layer", () => nn.LayerNorm(4), true },
        { "group", () => nn.GroupNorm(2, 4), true },
        { "local response", () => nn.LocalResponseNorm(2), true },
        { "a user's own", () => new OwnNorm(), true },
        { "one that is only named so", () => new NotANorm(), false },
        { "convolution", () => nn.Conv2d(1, 4, 3), false },
    };

    [Theory]
    [MemberData(nameof(Modules))]
    public void Norms_are_recognized_by_their_type(string name, Func<nn.Module> create, bool expected)
    {
        using nn.Module module = create();
        Assert.True(expected == NormLayers.IsNorm(module), name);
    }

    private sealed class OwnNorm() : nn.Module<Tensor, Tensor>(nameof(OwnNorm)), INormLayer
    {
        public bool UsesBatchStatistics => false;

        public override Tensor forward(Tensor input) => input.alias();
    }

    private sealed class NotANorm() : nn.Module<Tensor, Tensor>(nameof(NotANorm))
    {
        public override Tensor forward(Tensor input) => input.alias();
    }
}
