using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models;

/// <summary>The convolutional part of <see cref="DenseNet"/>.</summary>
internal sealed class DenseFeatures : Module<Tensor, Tensor>
{
    private const int Layers = 16;

    private readonly NormAct _act;
    private readonly Conv2d conv0;
    private readonly Sequential denseblock1;
    private readonly DenseTransition transition1;
    private readonly Sequential denseblock2;
    private readonly DenseTransition transition2;
    private readonly Sequential denseblock3;
    private readonly Module<Tensor, Tensor> norm5;

    public DenseFeatures(NormKit kit, long from, long growth) : base(nameof(DenseFeatures))
    {
        long stem = 2 * growth, second = (stem + Layers * growth) / 2, third = (second + Layers * growth) / 2;
        _act = kit.Act;
        conv0 = Conv.Same(from, stem, 3);
        denseblock1 = Block(kit, stem, growth);
        transition1 = new DenseTransition(kit, 2 * second);
        denseblock2 = Block(kit, second, growth);
        transition2 = new DenseTransition(kit, 2 * third);
        denseblock3 = Block(kit, third, growth);
        Channels = third + Layers * growth;
        norm5 = kit.Norm2d(Channels);
        RegisterComponents();
    }

    /// <summary>Channels of the result.</summary>
    public long Channels { get; }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = transition1.call(denseblock1.call(conv0.call(input)));
        x = denseblock3.call(transition2.call(denseblock2.call(x)));
        return _act.Relu(norm5, x).MoveToOuterDisposeScope();
    }

    private static Sequential Block(NormKit kit, long from, long growth) => Sequential(Enumerable.Range(0, Layers)
        .Select(i => ($"denselayer{i + 1}", (Module<Tensor, Tensor>)new DenseLayer(kit, from + i * growth, growth))));
}
