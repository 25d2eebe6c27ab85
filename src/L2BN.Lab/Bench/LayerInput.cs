using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Lab.Bench;

/// <summary>Input and output gradient of one shape, shared by all arms.</summary>
internal sealed class LayerInput : IDisposable
{
    private readonly Tensor _x;
    private readonly Tensor _gradient;

    public LayerInput(int[] shape)
    {
        random.manual_seed(0);
        long[] size = [.. shape.Select(n => (long)n)];
        _x = randn(size).requires_grad_();
        _gradient = randn(size);
    }

    /// <summary>One call of a layer in training: forward, or forward and the gradients of input and parameters.</summary>
    public Action Pass(nn.Module layer, Func<Tensor, Tensor> forward, bool backward)
    {
        Tensor[] wanted = [_x, .. layer.parameters()];
        return () =>
        {
            using var scope = NewDisposeScope();
            Tensor y = forward(_x);
            if (backward) autograd.grad([y], wanted, [_gradient]);
        };
    }

    public void Dispose()
    {
        _x.Dispose();
        _gradient.Dispose();
    }
}
