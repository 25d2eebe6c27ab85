using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models;

/// <summary>
/// ResNet with two frequency bands for acoustic scenes (DCASE 2020 task 1a, MihawkHu/DCASE2020_task1), the network of the L2BN authors'
/// acoustic experiments. Input N×C×mel×time; the lower and upper half of the mel bands go through paths that share nothing and are joined
/// along frequency. 37 norms: 36 of the wanted kind and <c>final_norm</c>, before the global average, always plain BatchNorm.
/// </summary>
/// <remarks>Defaults as in Keras: eps 1e-3, momentum 0.01, truncated He-normal weights.</remarks>
internal sealed class AscResNet : ZooModel
{
    private readonly long _half;
    private readonly BandPath low;
    private readonly BandPath high;
    private readonly Module<Tensor, Tensor> norm1;
    private readonly Conv2d conv1;
    private readonly Module<Tensor, Tensor> norm2;
    private readonly Conv2d conv2;
    private readonly Module<Tensor, Tensor> final_norm;

    public AscResNet(ModelOptions options) : this(options, NormKit.Keras(options)) { }

    private AscResNet(ModelOptions options, NormKit kit) : base(nameof(AscResNet), kit.Act)
    {
        var (channels, bands, _) = options.SampleInput;
        if (bands < 2) throw new ArgumentException($"asc_resnet splits the mel bands in two and needs at least 2; got {bands}.");
        _half = bands / 2;
        long width = options.Channels(48);
        low = new BandPath(kit, channels, width);
        high = new BandPath(kit, channels, width);
        norm1 = kit.Norm2d(8 * width, affine: false);
        conv1 = Conv.Same(8 * width, 32 * width, 1);
        norm2 = kit.Norm2d(32 * width, affine: false);
        conv2 = Conv.Same(32 * width, options.Classes, 1);
        final_norm = KerasBatchNorm.Plain(options.Classes);
        RegisterComponents();
        Initialisation.KerasHeNormal(this);
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = conv1.call(Act.Relu(norm1, Bands(input)));
        x = final_norm.call(conv2.call(Act.Linear(norm2, x)));
        return x.mean([2, 3]).MoveToOuterDisposeScope();
    }

    private Tensor Bands(Tensor input)
    {
        using var lower = input.narrow(2, 0, _half);
        using var upper = input.narrow(2, _half, input.shape[2] - _half);
        return cat([low.call(lower), high.call(upper)], 2);
    }
}
