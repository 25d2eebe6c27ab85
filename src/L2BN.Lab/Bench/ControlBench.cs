using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Lab.Bench;

/// <summary>Where L2BN does not win, and how much of its speed is the kernel's and not the method's.</summary>
internal sealed class ControlBench(int rounds, CancellationToken ct)
{
    private const int Batch = 32, Channels = 64, Size = 56;

    public IEnumerable<ControlRow> Measure()
    {
        yield return Inference("inference: convolution + l2bn / convolution with bn folded in");
        yield return new KernelControl().Measure(rounds, get_num_threads(), ct);
        yield return new LoopBench("resnet8", 64, rounds * 3 / 2).Measure(ct);
        yield return new LoopBench("resnet20", 128, rounds + 2).Measure(ct);
    }

    // BatchNorm disappears into the convolution's weights at inference; L2BN's norm depends on the sample and stays.
    private ControlRow Inference(string name)
    {
        using var noGrad = no_grad();
        using Tensor x = randn(Batch, Channels, Size, Size);
        using var folded = nn.Conv2d(Channels, Channels, 3, padding: 1, bias: true);
        using var bare = nn.Conv2d(Channels, Channels, 3, padding: 1, bias: false);
        using var l2bn = new L2BatchNorm2d(Channels);
        l2bn.eval();
        PairedTiming timing = PairedTiming.Run(rounds, ct, Scoped(() => l2bn.forward(bare.forward(x), Activation.Relu)), Scoped(() => folded.forward(x).relu_()));
        return Row(name, timing);
    }

    private static Action Scoped(Func<Tensor> work) => () =>
    {
        using var scope = NewDisposeScope();
        work();
    };

    private static ControlRow Row(string name, PairedTiming timing) =>
        new() { Name = name, L2bnMs = timing.Median(0), OtherMs = timing.Median(1), Ratio = timing.Ratio(0, 1) };
}
