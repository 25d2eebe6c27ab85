using L2BN.Flow;
using L2BN.Models.Norms;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models.Audio;

/// <summary>
/// Small network for sound that trains on two cores: norm on the features, a 5×5 convolution of stride 2, three 3×3 convolutions with
/// max-pools between, 24 to 192 channels, global average, dropout 0.2, linear. Input N×C×mel×time, any size.
/// </summary>
internal sealed class AscCnn : ZooModel
{
    private readonly Module<Tensor, Tensor> norm0;
    private readonly Sequential features;
    private readonly Sequential classifier;

    public AscCnn(ModelOptions options) : this(options, NormFactory.Create(options)) { }

    private AscCnn(ModelOptions options, NormFactory norms) : base(nameof(AscCnn), norms.Act)
    {
        norm0 = norms.Norm2d(options.SampleInput.Channels);
        features = Sequential([.. Features(norms, options)]);
        classifier = Sequential(Dropout(0.2), Linear(options.Channels(192), options.Classes));
        RegisterComponents();
        Initialization.KaimingFanIn(this);
    }

    public override TValue Describe<TValue>(IFlow<TValue> flow, TValue input) =>
        flow.Call(classifier, flow.Mean(flow.Call(features, flow.Norm(norm0, input))));

    private static IEnumerable<(string Name, Module<Tensor, Tensor> Module)> Features(NormFactory norms, ModelOptions options)
    {
        yield return ("block1", new ConvNormRelu(norms, options.SampleInput.Channels, options.Channels(24), 5, stride: 2));
        for (int i = 2; i <= 4; i++)
        {
            yield return ($"pool{i}", MaxPool2d(2, ceil_mode: true));
            yield return ($"block{i}", new ConvNormRelu(norms, options.Channels(12 << (i - 1)), options.Channels(12 << i), 3));
        }
    }
}
