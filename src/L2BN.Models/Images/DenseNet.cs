using L2BN.Flow;
using L2BN.Models.Norms;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models.Images;

/// <summary>
/// DenseNet-BC for CIFAR (Huang et al. 2017, arXiv 1608.06993), depth 100, growth 12: three blocks of 16 bottleneck layers, transitions
/// that halve the channels, 3×3 stem of 24 channels. State names are torchvision's, which has a norm after the stem that the CIFAR form
/// lacks.
/// </summary>
internal sealed class DenseNet : ZooModel
{
    private readonly DenseFeatures features;
    private readonly Linear classifier;

    public DenseNet(ModelOptions options) : this(options, NormFactory.Create(options)) { }

    private DenseNet(ModelOptions options, NormFactory norms) : base(nameof(DenseNet), norms.Act)
    {
        features = new DenseFeatures(norms, options.SampleInput.Channels, options.Channels(12));
        classifier = Linear(features.Channels, options.Classes);
        RegisterComponents();
        Initialization.DenseNet(this);
    }

    public override TValue Describe<TValue>(IFlow<TValue> flow, TValue input) =>
        flow.Call(classifier, flow.Mean(flow.Call(features, input)));
}

/// <summary>The convolutional part of <see cref="DenseNet"/>.</summary>
internal sealed class DenseFeatures : FlowModule
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

    public DenseFeatures(NormFactory norms, long from, long growth) : base(nameof(DenseFeatures), norms.Act.Torch)
    {
        long stem = 2 * growth, second = (stem + Layers * growth) / 2, third = (second + Layers * growth) / 2;
        _act = norms.Act;
        conv0 = Conv.Same(from, stem, 3);
        denseblock1 = Block(norms, stem, growth);
        transition1 = new DenseTransition(norms, 2 * second);
        denseblock2 = Block(norms, second, growth);
        transition2 = new DenseTransition(norms, 2 * third);
        denseblock3 = Block(norms, third, growth);
        Channels = third + Layers * growth;
        norm5 = norms.Norm2d(Channels);
        RegisterComponents();
    }

    /// <summary>Channels of the result.</summary>
    public long Channels { get; }

    public override TValue Describe<TValue>(IFlow<TValue> flow, TValue input)
    {
        TValue x = flow.Call(transition1, flow.Call(denseblock1, flow.Call(conv0, input)));
        x = flow.Call(denseblock3, flow.Call(transition2, flow.Call(denseblock2, x)));
        return _act.Relu(flow, norm5, x);
    }

    private static Sequential Block(NormFactory norms, long from, long growth) => Sequential(Enumerable.Range(0, Layers)
        .Select(i => ($"denselayer{i + 1}", (Module<Tensor, Tensor>)new DenseLayer(norms, from + i * growth, growth))));
}

/// <summary>DenseNet's bottleneck layer: <c>[x, conv3×3(relu(norm(conv1×1(relu(norm(x))))))]</c>, joined along the channels.</summary>
internal sealed class DenseLayer : FlowModule
{
    private readonly NormAct _act;
    private readonly Module<Tensor, Tensor> norm1;
    private readonly Conv2d conv1;
    private readonly Module<Tensor, Tensor> norm2;
    private readonly Conv2d conv2;

    public DenseLayer(NormFactory norms, long from, long growth) : base(nameof(DenseLayer), norms.Act.Torch)
    {
        _act = norms.Act;
        norm1 = norms.Norm2d(from);
        conv1 = Conv.Same(from, 4 * growth, 1);
        norm2 = norms.Norm2d(4 * growth);
        conv2 = Conv.Same(4 * growth, growth, 3);
        RegisterComponents();
    }

    public override TValue Describe<TValue>(IFlow<TValue> flow, TValue input)
    {
        TValue h = flow.Call(conv1, _act.Relu(flow, norm1, input));
        TValue added = flow.Call(conv2, _act.Relu(flow, norm2, h));
        return flow.Concat(1, input, added);
    }
}

/// <summary>Between two dense blocks: norm, ReLU, 1×1 convolution to half the channels, 2×2 average pool.</summary>
internal sealed class DenseTransition : FlowModule
{
    private readonly NormAct _act;
    private readonly Module<Tensor, Tensor> norm;
    private readonly Conv2d conv;

    public DenseTransition(NormFactory norms, long from) : base(nameof(DenseTransition), norms.Act.Torch)
    {
        _act = norms.Act;
        norm = norms.Norm2d(from);
        conv = Conv.Same(from, from / 2, 1);
        RegisterComponents();
    }

    public override TValue Describe<TValue>(IFlow<TValue> flow, TValue input) =>
        flow.AveragePool(flow.Call(conv, _act.Relu(flow, norm, input)), 2);
}
