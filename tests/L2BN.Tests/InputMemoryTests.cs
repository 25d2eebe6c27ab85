using L2BN.Fused;
using L2BN.Kernels;
using L2BN.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Tests;

/// <summary>With a residual, backward writes the input's gradient over the input if nobody needs that again, and only then.</summary>
public sealed class InputMemoryTests
{
    private static readonly long[] s_shape = [5, 6, 7, 8];

    // Another node's gradient is added to this one after it released the input, and the sum may reuse that memory: only values show it.
    public static TheoryData<string, bool?> Cases => new()
    {
        { "nobody's", true },
        { "the caller's", false },
        { "another node's", null },
        { "saved by the node that made it", false },
        { "of a view", false },
        { "in a graph that is retained", false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradient_reuses_the_memory_of_the_input(string kind, bool? over)
    {
        using DisposeScope scope = NewDisposeScope();
        (nint input, nint gradient, Tensor[] gradients) = Run(kind);
        if (over is bool expectedOver)
            Assert.Equal(expectedOver && TensorOwners.CanReadRefCounts && SavedTensorsCanBeReleased, input == gradient);
        Tensor[] expected = Run(kind, differentiable: true).Gradients;
        for (int k = 0; k < gradients.Length; k++)
            Assert.True(gradients[k].allclose(expected[k], 1e-9, 1e-11));
    }

    // Where the options of the pass can't be read, nothing is released and nothing overwritten.
    private static bool SavedTensorsCanBeReleased => GraphTask.IsAvailable;

    private static (nint Input, nint Gradient, Tensor[] Gradients) Run(string kind, bool differentiable = false)
    {
        using var layer = new L2BatchNorm2d(6, dtype: ScalarType.Float64);
        Tensor z = Tensors.Random(1, s_shape).requires_grad_(),
            r = Tensors.Random(2, s_shape).requires_grad_(),
            weights = Tensors.Random(3, s_shape);
        Tensor x = Input(kind, OwnershipProbe.apply(z));
        double[] values = kind == "the caller's" ? Tensors.Values(x) : [];
        nint at = OwnershipProbe.AddressOf(x);
        using Tensor? early = kind == "another node's" ? x.square().sum() : null;
        Tensor loss = (layer.forward(x, Activation.Relu, r) * weights).sum();
        if (early is not null)
            loss += early;
        if (kind != "the caller's")
            x.Dispose();
        loss.backward(create_graph: differentiable, retain_graph: kind == "in a graph that is retained");
        if (kind == "the caller's")
            Assert.Equal(values, Tensors.Values(x));
        return (at, OwnershipProbe.Address, [z.grad!, r.grad!, layer.weight!.grad!, layer.bias!.grad!]);
    }

    // The gradient passes an addition unchanged; TorchSharp's own nodes stay owners of what they return.
    private static Tensor Input(string kind, Tensor probed) => kind switch
    {
        "saved by the node that made it" => probed.exp(),
        "of a view" => probed.view(probed.shape),
        _ => probed + 0,
    };
}
