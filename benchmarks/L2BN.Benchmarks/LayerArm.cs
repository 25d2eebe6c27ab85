using L2BN.Kernels;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace L2BN.Benchmarks;

/// <summary>One way to compute a normalization layer, on an input, a gradient and parameters of its own.</summary>
internal sealed class LayerArm : IDisposable
{
    private readonly Func<Tensor, Tensor> _forward;
    private Tensor _x, _g;
    private Tensor[] _inputs;
    private readonly nn.Module _layer;

    private LayerArm(string name, int[] shape, ComputeFormat format, nn.Module layer, Func<Tensor, Tensor> forward)
    {
        (Name, _layer, _forward) = (name, layer, forward);
        _x = Randn(format, shape).requires_grad_();
        _g = Randn(format, shape);
        _inputs = [_x, .. layer.parameters()];
    }

    public string Name { get; }

    public static LayerArm L2BN(int[] shape, ComputeFormat format)
    {
        var layer = new L2BatchNorm2d(shape[1]);
        return new("l2bn", shape, format, layer, layer.forward);
    }

    public static LayerArm L2BNRelu(int[] shape, ComputeFormat format)
    {
        var layer = new L2BatchNorm2d(shape[1]);
        return new("l2bn+relu", shape, format, layer, x => layer.forward(x, Activation.Relu));
    }

    public static LayerArm Bn(int[] shape, ComputeFormat format)
    {
        var layer = nn.BatchNorm2d(shape[1]);
        return new("bn", shape, format, layer, layer.forward);
    }

    public static LayerArm BnRelu(int[] shape, ComputeFormat format)
    {
        var layer = nn.BatchNorm2d(shape[1]);
        return new("bn+relu", shape, format, layer, x =>
        {
            using Tensor y = layer.forward(x);
            return F.relu(y);
        });
    }

    public static LayerArm BnReluInPlace(int[] shape, ComputeFormat format)
    {
        var layer = nn.BatchNorm2d(shape[1]);
        return new("bn+relu_", shape, format, layer, x => layer.forward(x).relu_());
    }

    public static LayerArm Composed(int[] shape, ComputeFormat format)
    {
        var layer = new L2BatchNorm2d(shape[1]);
        return new("composed", shape, format, layer, x => ComposedL2BatchNorm.Forward(
            x, new(layer.running_mean, layer.running_var, layer.weight, layer.bias), new(new(), true, 0.1)));
    }

    /// <summary>Computes on the tensors of another arm from now on, so that no arm finds the caches as the inputs of others left
    /// them.</summary>
    public LayerArm On(LayerArm other)
    {
        _x.Dispose();
        _g.Dispose();
        (_x, _g) = (other._x.alias(), other._g.alias());
        _inputs = [_x, .. _layer.parameters()];
        return this;
    }

    /// <summary>A training forward.</summary>
    public void Forward()
    {
        using var scope = NewDisposeScope();
        _forward(_x);
    }

    /// <summary>A training forward and the gradients of input, weight and bias.</summary>
    public void ForwardBackward()
    {
        using var scope = NewDisposeScope();
        autograd.grad([_forward(_x)], _inputs, [_g]);
    }

    /// <summary>A training forward and backward() into the leaves' own grad, which start absent.</summary>
    public void ForwardBackwardLeaves()
    {
        using var scope = NewDisposeScope();
        _forward(_x).backward([_g]);
        foreach (Tensor input in _inputs)
            input.grad = null;
    }

    private static Tensor Randn(ComputeFormat format, int[] shape)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor values = randn([.. shape.Select(size => (long)size)])
            .to(format.Precision == Precision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32);
        return ModelFormat.ToLayout(values, format.Layout).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _x.Dispose();
        _g.Dispose();
        _layer.Dispose();
    }
}
