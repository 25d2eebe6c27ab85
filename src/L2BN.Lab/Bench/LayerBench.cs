using L2BN.Kernels;
using L2BN.Results.Output;
using L2BN.Scalars;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace L2BN.Lab.Bench;

/// <summary>The layer alone, through autograd as a user calls it, against libtorch's BatchNorm2d and against the composed form, all in
/// one format.</summary>
/// <param name="rounds">Rounds of every measurement.</param>
/// <param name="format">The format of the data.</param>
/// <param name="isFull">Whether forward alone is measured too, and the composed form.</param>
/// <param name="ct">Stops between two turns.</param>
internal sealed class LayerBench(int rounds, ComputeFormat format, bool isFull, CancellationToken ct)
{
    /// <summary>The passes and both activations of one shape.</summary>
    public IEnumerable<LayerRow> Measure(int[] shape)
    {
        foreach (Activation activation in new[] { Activation.Identity, Activation.Relu })
        {
            foreach (bool backward in isFull ? [false, true] : new[] { true })
                yield return Measure(shape, activation, backward);
        }
    }

    private LayerRow Measure(int[] shape, Activation activation, bool backward)
    {
        using var input = new LayerInput(shape, format);
        using var l2bn = new L2BatchNorm2d(shape[1]);
        using BatchNorm2d bn = nn.BatchNorm2d(shape[1]);
        using BatchNorm2d composed = nn.BatchNorm2d(shape[1]);
        List<Action> arms =
        [
            input.Pass(l2bn, x => l2bn.forward(x, activation), backward),
            input.Pass(bn, x => Activate(bn.forward(x), activation), backward),
        ];
        if (isFull)
            arms.Add(input.Pass(composed, x => Activate(composed.forward(L2Normalize(x)), activation), backward));
        return Row(shape, activation, backward, PairedTiming.Run(rounds, ct, arms));
    }

    private LayerRow Row(int[] shape, Activation activation, bool backward, PairedTiming timing) => new()
    {
        Format = format.Name,
        Shape = shape,
        Pass = backward ? "forward+backward" : "forward",
        Act = activation == Activation.Relu ? "relu" : "none",
        L2bnMs = timing.Median(0),
        BnMs = timing.Median(1),
        ComposedMs = isFull ? timing.Median(2) : null,
        RatioBn = timing.Ratio(0, 1),
        RatioComposed = isFull ? timing.Ratio(0, 2) : null,
        GbS = Bytes(shape, backward) / timing.Median(0) / 1e6,
        SpreadBn = timing.Spread(0, 1),
    };

    // Forward reads x twice and writes y; backward reads x and the gradient twice and writes one gradient.
    private double Bytes(int[] shape, bool backward) =>
        shape.Aggregate(1.0, (a, b) => a * b) * format.ElementSize * (backward ? 8 : 3);

    // In place, as torchvision's networks do: the faster of the two ways a user of BatchNorm has.
    private static Tensor Activate(Tensor y, Activation activation) => activation == Activation.Relu ? y.relu_() : y;

    // The two lines of the paper with the √D scale, in torch's operators.
    private static Tensor L2Normalize(Tensor x)
    {
        Tensor rows = x.flatten(1);
        return nn.functional.normalize(rows, 2, 1).Times(Math.Sqrt(rows.shape[1])).view(x.shape);
    }
}

/// <summary>Input and output gradient of one shape, shared by all arms.</summary>
internal sealed class LayerInput : IDisposable
{
    private readonly Tensor _x;
    private readonly Tensor _gradient;

    public LayerInput(int[] shape, ComputeFormat format)
    {
        random.manual_seed(0);
        _x = BenchFormats.Randn(format, shape).requires_grad_();
        _gradient = BenchFormats.Randn(format, shape);
    }

    /// <summary>One call of a layer in training: forward, or forward and the gradients of input and parameters.</summary>
    public Action Pass(nn.Module layer, Func<Tensor, Tensor> forward, bool backward)
    {
        Tensor[] wanted = [_x, .. layer.parameters()];
        return () =>
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor y = forward(_x);
            if (backward)
                autograd.grad([y], wanted, [_gradient]);
        };
    }

    public void Dispose()
    {
        _x.Dispose();
        _gradient.Dispose();
    }
}
