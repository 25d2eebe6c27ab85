using L2BN.Flow;
using L2BN.Models.Norms;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models.Images;

/// <summary>
/// VGG-16 with norms (Simonyan and Zisserman 2015, arXiv 1409.1556) for CIFAR: 3×3 convolutions with bias, five max-pools, two hidden
/// linear layers with dropout 0.5. State names are torchvision's vgg16_bn: features.0, features.1, …, classifier.0, .3, .6.
/// </summary>
internal sealed class Vgg : ZooModel
{
    private static readonly long[][] s_stages = [[64, 64], [128, 128], [256, 256, 256], [512, 512, 512], [512, 512, 512]];

    private readonly ModuleList<Module<Tensor, Tensor>> features;
    private readonly Sequential classifier;

    public Vgg(ModelOptions options, long hidden) : this(options, hidden, NormFactory.Create(options)) { }

    private Vgg(ModelOptions options, long hidden, NormFactory norms) : base(nameof(Vgg), norms.Act)
    {
        features = ModuleList<Module<Tensor, Tensor>>([.. Features(norms, options)]);
        classifier = Classifier(options.Channels(512), options.Channels(hidden), options.Classes);
        RegisterComponents();
    }

    public override TValue Describe<TValue>(IFlow<TValue> flow, TValue input)
    {
        TValue x = input;
        for (int i = 0; i < features.Count; i++)
            x = features[i] switch
            {
                Conv2d conv => Act.Relu(flow, features[i + 1], flow.Call(conv, x)),
                MaxPool2d pool => flow.Call(pool, x),
                _ => x,
            };
        return flow.Call(classifier, flow.Mean(x));
    }

    private static Sequential Classifier(long from, long hidden, long classes) => Sequential(
        Linear(from, hidden), ReLU(), Dropout(0.5), Linear(hidden, hidden), ReLU(), Dropout(0.5), Linear(hidden, classes));

    // The ReLU modules are never called: they make the numbering torchvision's. ceil_mode lets inputs below 32 pixels through five pools.
    private static IEnumerable<Module<Tensor, Tensor>> Features(NormFactory norms, ModelOptions options)
    {
        long from = options.SampleInput.Channels;
        foreach (long[] stage in s_stages)
        {
            foreach (long width in stage.Select(options.Channels))
            {
                yield return Conv2d(from, width, 3, padding: 1);
                yield return norms.Norm2d(width);
                yield return ReLU();
                from = width;
            }
            yield return MaxPool2d(2, ceil_mode: true);
        }
    }
}
