using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Benchmarks;

/// <summary>A training step as layers meet in a network: six times convolution, L2BN, ReLU at the size of a CIFAR ResNet's first stage.</summary>
internal sealed class ConvStack : IDisposable
{
    private const int Depth = 6;

    private readonly nn.Module<Tensor, Tensor>[] _convolutions = new nn.Module<Tensor, Tensor>[Depth];
    private readonly L2BatchNorm2d[] _norms = new L2BatchNorm2d[Depth];
    private readonly Tensor _x = randn(128, 16, 32, 32);
    private readonly bool _fused;

    public ConvStack(bool fused)
    {
        _fused = fused;
        for (int k = 0; k < Depth; k++)
            (_convolutions[k], _norms[k]) = (nn.Conv2d(16, 16, 3, padding: 1, bias: false), new L2BatchNorm2d(16));
    }

    public void Step()
    {
        using var scope = NewDisposeScope();
        Tensor x = _x;
        for (int k = 0; k < Depth; k++)
        {
            Tensor u = _convolutions[k].forward(x);
            x = _fused ? _norms[k].forward(u, Activation.Relu) : nn.functional.relu(_norms[k].forward(u));
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
