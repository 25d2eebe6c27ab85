using L2BN.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Benchmarks;

/// <summary>A training step of layers in sequence, as in a network: six times convolution, L2BN, ReLU at the size of a CIFAR ResNet's
/// first stage; with residuals every second one adds the input of its pair, as a basic block does.</summary>
internal sealed class ConvStack : IDisposable
{
    private const int Depth = 6;

    private readonly nn.Module<Tensor, Tensor>[] _convolutions = new nn.Module<Tensor, Tensor>[Depth];
    private readonly L2BatchNorm2d[] _norms = new L2BatchNorm2d[Depth];
    private readonly Tensor _x = randn(128, 16, 32, 32);
    private readonly bool _fused, _residuals;

    public ConvStack(bool fused, bool residuals = false)
    {
        (_fused, _residuals) = (fused, residuals);
        for (int k = 0; k < Depth; k++)
            (_convolutions[k], _norms[k]) = (nn.Conv2d(16, 16, 3, padding: 1, bias: false), new L2BatchNorm2d(16));
    }

    public void Step()
    {
        using var scope = NewDisposeScope();
        Tensor x = _x, before = _x;
        for (int k = 0; k < Depth; k++)
        {
            Tensor u = _convolutions[k].forward(x);
            bool adds = _residuals && k % 2 == 1;
            x = _fused ? _norms[k].forward(u, Activation.Relu, adds ? before : null) : nn.functional.relu(_norms[k].forward(u));
            if (adds)
                before = x;
        }

        x.square().mean().backward();
        foreach (nn.Module module in (nn.Module[])[.. _convolutions, .. _norms])
            module.zero_grad();
    }

    public void Dispose()
    {
        _x.Dispose();
        foreach (nn.Module module in (nn.Module[])[.. _convolutions, .. _norms])
            module.Dispose();
    }
}
