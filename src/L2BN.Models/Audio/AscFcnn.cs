using L2BN.Flow;
using L2BN.Models.Images;
using L2BN.Models.Norms;
using L2BN.Scalars;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models.Audio;

/// <summary>
/// Fully convolutional network with channel attention for acoustic scenes (DCASE 2020 task 1a, MihawkHu/DCASE2020_task1). Input
/// N×C×mel×time; widths 48, 96, 192 times C. The last norm, after the ReLU of the class maps, is <c>final_norm</c>, always plain BatchNorm.
/// </summary>
/// <remarks>
/// Defaults as in Keras: eps 1e-3, momentum 0.01, truncated He-normal weights. Which norms the L2BN authors swapped here is not published;
/// all but the last is by analogy with their ResNet.
/// </remarks>
internal sealed class AscFcnn : ZooModel
{
    private readonly Module<Tensor, Tensor> norm0;
    private readonly Sequential features;
    private readonly Module<Tensor, Tensor> final_norm;
    private readonly ChannelAttention attention;

    public AscFcnn(ModelOptions options) : this(options, NormFactory.CreateKeras(options)) { }

    private AscFcnn(ModelOptions options, NormFactory norms) : base(nameof(AscFcnn), norms.Act)
    {
        norm0 = norms.Norm2d(options.SampleInput.Channels);
        features = Sequential([.. Features(norms, options)]);
        final_norm = KerasBatchNorm.Plain(options.Classes);
        attention = new ChannelAttention(options.Classes, reduction: 2);
        RegisterComponents();
        Initialization.KerasHeNormal(this);
    }

    public override TValue Describe<TValue>(IFlow<TValue> flow, TValue input)
    {
        TValue maps = flow.Call(final_norm, flow.Call(features, flow.Norm(norm0, input)));
        return flow.Mean(flow.Call(attention, maps));
    }

    private static IEnumerable<(string Name, Module<Tensor, Tensor> Module)> Features(NormFactory norms, ModelOptions options)
    {
        long channels = options.SampleInput.Channels;
        long w1 = options.Channels(48 * channels), w2 = options.Channels(96 * channels), w3 = options.Channels(192 * channels);
        yield return ("block1", new ConvNormRelu(norms, channels, w1, 5, stride: 2));
        yield return ("block2", new ConvNormRelu(norms, w1, w1, 3));
        yield return ("pool2", MaxPool2d(2));
        yield return ("block3", new ConvNormRelu(norms, w1, w2, 3));
        yield return ("block4", new ConvNormRelu(norms, w2, w2, 3));
        yield return ("pool4", MaxPool2d(2));
        for (int i = 5; i <= 7; i++)
        {
            yield return ($"block{i}", new ConvNormRelu(norms, i == 5 ? w2 : w3, w3, 3));
            yield return ($"dropout{i}", Dropout(0.3));
        }
        yield return ("block8", new ConvNormRelu(norms, w3, w3, 3));
        yield return ("pool8", MaxPool2d(2));
        yield return ("block9", new ConvNormRelu(norms, w3, options.Classes, 1, affine: false));
    }
}

/// <summary>
/// Channel attention (the channel half of CBAM, Woo et al. 2018, arXiv 1807.06521): the averages and the maxima of the channels go through
/// the same two linear layers; the sigmoid of the sum scales each channel.
/// </summary>
internal sealed class ChannelAttention : FlowModule
{
    private readonly Linear fc1;
    private readonly Linear fc2;

    public ChannelAttention(long channels, long reduction) : base(nameof(ChannelAttention), TorchFlow.Plain)
    {
        fc1 = Linear(channels, Math.Max(1, channels / reduction));
        fc2 = Linear(Math.Max(1, channels / reduction), channels);
        RegisterComponents();
    }

    public override TValue Describe<TValue>(IFlow<TValue> flow, TValue input)
    {
        TValue sum = flow.Add(Excite(flow, flow.Mean(input)), Excite(flow, flow.Max(input)));
        return flow.ScaleChannels(input, flow.Sigmoid(sum));
    }

    private TValue Excite<TValue>(IFlow<TValue> flow, TValue pooled)
        where TValue : class =>
        flow.Call(fc2, flow.Relu(flow.Call(fc1, pooled)));
}
