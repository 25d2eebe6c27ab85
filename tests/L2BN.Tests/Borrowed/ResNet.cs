using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Tests.Borrowed;

/// <summary>TorchSharp's example ResNet18 for 32×32 images; see README.md for source and license.</summary>
internal sealed class ResNet : Module<Tensor, Tensor>
{
    internal const int Norms = 20;
    private const int Narrow = 8;

    private readonly Module<Tensor, Tensor> layers;
    private int in_planes = 64 / Narrow;

    public ResNet(string name, int numClasses) : base(name)
    {
        var modules = new List<(string, Module<Tensor, Tensor>)>();

        modules.Add(($"conv2d-first", Conv2d(3, 64 / Narrow, kernel_size: 3, stride: 1, padding: 1, bias: false)));
        modules.Add(($"bnrm2d-first", BatchNorm2d(64 / Narrow)));
        modules.Add(($"relu-first", ReLU(inplace: true)));
        MakeLayer(modules, 64 / Narrow, 2, 1);
        MakeLayer(modules, 128 / Narrow, 2, 2);
        MakeLayer(modules, 256 / Narrow, 2, 2);
        MakeLayer(modules, 512 / Narrow, 2, 2);
        modules.Add(("avgpool", AvgPool2d([4, 4])));
        modules.Add(("flatten", Flatten()));
        modules.Add(($"linear", Linear(512 / Narrow, numClasses)));

        layers = Sequential(modules);

        RegisterComponents();
    }

    private void MakeLayer(List<(string, Module<Tensor, Tensor>)> modules, int planes, int num_blocks, int stride)
    {
        for (int i = 0; i < num_blocks; i++)
        {
            modules.Add(($"blck-{planes}-{i}", new BasicBlock($"blck-{planes}-{i}", in_planes, planes, i == 0 ? stride : 1)));
            in_planes = planes;
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

    private sealed class BasicBlock : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> layers;
        private readonly Module<Tensor, Tensor> shortcut;

        public BasicBlock(string name, int in_planes, int planes, int stride) : base(name)
        {
            var modules = new List<(string, Module<Tensor, Tensor>)>();

            modules.Add(($"{name}-conv2d-1", Conv2d(in_planes, planes, kernel_size: 3, stride: stride, padding: 1, bias: false)));
            modules.Add(($"{name}-bnrm2d-1", BatchNorm2d(planes)));
            modules.Add(($"{name}-relu-1", ReLU(inplace: true)));
            modules.Add(($"{name}-conv2d-2", Conv2d(planes, planes, kernel_size: 3, stride: 1, padding: 1, bias: false)));
            modules.Add(($"{name}-bnrm2d-2", BatchNorm2d(planes)));

            layers = Sequential(modules);

            if (stride != 1 || in_planes != planes)
            {
                shortcut = Sequential(
                    ($"{name}-conv2d-3", Conv2d(in_planes, planes, kernel_size: 1, stride: stride, bias: false)),
                    ($"{name}-bnrm2d-3", BatchNorm2d(planes)));
            }
            else
            {
                shortcut = Sequential();
            }

            RegisterComponents();
        }

        public override Tensor forward(Tensor t)
        {
            Tensor x = layers.forward(t);
            Tensor y = shortcut.forward(t);
            return x.add_(y).relu_();
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                layers.Dispose();
                shortcut.Dispose();
                ClearModules();
            }

            base.Dispose(disposing);
        }
    }
}
