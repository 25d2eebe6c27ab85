using L2BN.Flow;
using L2BN.Models.Norms;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models.Images;

/// <summary>
/// Two hidden layers of 512 with norm and ReLU on the flattened sample: the network for norms of N×C features (L2BatchNorm1d). He-normal
/// weights; the hidden layers have no bias, as a norm follows.
/// </summary>
internal sealed class Mlp : ZooModel
{
    private readonly Linear fc1;
    private readonly Module<Tensor, Tensor> norm1;
    private readonly Linear fc2;
    private readonly Module<Tensor, Tensor> norm2;
    private readonly Linear fc3;

    public Mlp(ModelOptions options) : this(options, NormFactory.Create(options)) { }

    private Mlp(ModelOptions options, NormFactory norms) : base(nameof(Mlp), norms.Act)
    {
        (int channels, int height, int width) = options.SampleInput;
        long hidden = options.Channels(512);
        fc1 = Linear((long)channels * height * width, hidden, hasBias: false);
        norm1 = norms.Norm1d(hidden);
        fc2 = Linear(hidden, hidden, hasBias: false);
        norm2 = norms.Norm1d(hidden);
        fc3 = Linear(hidden, options.Classes);
        RegisterComponents();
        Initialization.KaimingFanIn(this);
    }

    public override TValue Describe<TValue>(IFlow<TValue> flow, TValue input)
    {
        TValue h = Act.Relu(flow, norm1, flow.Call(fc1, flow.Flatten(input)));
        h = Act.Relu(flow, norm2, flow.Call(fc2, h));
        return flow.Call(fc3, h);
    }
}
