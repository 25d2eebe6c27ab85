using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Tests.Borrowed;

/// <summary>TorchSharp's example MobileNet for 32×32 images; see README.md for source and license.</summary>
internal sealed class MobileNet : Module<Tensor, Tensor>
{
    internal const int Norms = 27;
    private const long Narrow = 8;

    private readonly long[] planes = [64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024];
    private readonly long[] strides = [1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1];

    private readonly Module<Tensor, Tensor> layers;

    public MobileNet(string name, int numClasses) : base(name)
    {
        var modules = new List<(string, Module<Tensor, Tensor>)>();

        modules.Add(($"conv2d-first", Conv2d(3, 32 / Narrow, kernel_size: 3, stride: 1, padding: 1, bias: false)));
        modules.Add(($"bnrm2d-first", BatchNorm2d(32 / Narrow)));
        modules.Add(($"relu-first", ReLU()));
        MakeLayers(modules, 32 / Narrow);
        modules.Add(("avgpool", AvgPool2d([2, 2])));
        modules.Add(("flatten", Flatten()));
        modules.Add(($"linear", Linear(planes[^1] / Narrow, numClasses)));

        layers = Sequential(modules);

        RegisterComponents();
    }

    private void MakeLayers(List<(string, Module<Tensor, Tensor>)> modules, long in_planes)
    {
        for (int i = 0; i < strides.Length; i++)
        {
            long out_planes = planes[i] / Narrow;
            long stride = strides[i];

            modules.Add((
                $"conv2d-{i}a", Conv2d(in_planes, in_planes, kernel_size: 3, stride: stride, padding: 1, groups: in_planes, bias: false)));
            modules.Add(($"bnrm2d-{i}a", BatchNorm2d(in_planes)));
            modules.Add(($"relu-{i}a", ReLU()));
            modules.Add(($"conv2d-{i}b", Conv2d(in_planes, out_planes, kernel_size: 1L, stride: 1L, padding: 0L, bias: false)));
            modules.Add(($"bnrm2d-{i}b", BatchNorm2d(out_planes)));
            modules.Add(($"relu-{i}b", ReLU()));

            in_planes = out_planes;
        }
    }

    public override Tensor forward(Tensor input)
    {
        return layers.forward(input);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            layers.Dispose();
            ClearModules();
        }

        base.Dispose(disposing);
    }
}
