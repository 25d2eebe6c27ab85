using L2BN.Kernels;
using L2BN.Results.Output;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace L2BN.Lab.Bench;

/// <summary>Where L2BN does not win, and how much of its speed is the kernel's and not the method's.</summary>
/// <param name="rounds">Rounds of every measurement.</param>
/// <param name="best">The format in which l2bn is fastest here; null for none other than the default.</param>
/// <param name="ct">Stops between two turns.</param>
internal sealed class ControlBench(int rounds, ComputeFormat? best, CancellationToken ct)
{
    private const int Batch = 32, Channels = 64, Size = 56;

    public IEnumerable<ControlRow> Measure()
    {
        yield return Inference("inference: convolution + l2bn / convolution with bn folded in");
        yield return new KernelControl().Measure(rounds, get_num_threads(), ct);
        yield return new LoopBench("resnet8", 64, rounds * 3 / 2, ComputeFormat.Default).Measure(ct);
        yield return new LoopBench("resnet20", 128, rounds + 2, ComputeFormat.Default).Measure(ct);
        if (best is not null)
            yield return new LoopBench("resnet20", 128, rounds + 2, best).Measure(ct);
    }

    // BatchNorm disappears into the convolution's weights at inference; L2BN's norm depends on the sample and stays.
    private ControlRow Inference(string name)
    {
        using IDisposable noGrad = no_grad();
        using Tensor x = randn(Batch, Channels, Size, Size);
        using Conv2d folded = nn.Conv2d(Channels, Channels, 3, padding: 1, bias: true);
        using Conv2d bare = nn.Conv2d(Channels, Channels, 3, padding: 1, bias: false);
        using var l2bn = new L2BatchNorm2d(Channels);
        l2bn.eval();
        var timing = PairedTiming.Run(
            rounds,
            ct,
            Scoped(() => l2bn.forward(bare.forward(x), Activation.Relu)),
            Scoped(() => folded.forward(x).relu_()));
        return Row(name, timing);
    }

    private static Action Scoped(Func<Tensor> work) => () =>
    {
        using DisposeScope scope = NewDisposeScope();
        work();
    };

    private static ControlRow Row(string name, PairedTiming timing) =>
        new() { Name = name, L2bnMs = timing.Median(0), OtherMs = timing.Median(1), Ratio = timing.Ratio(0, 1) };
}

/// <summary>Our own kernel with the sample scale on and off: what the method costs, and what is the kernel's merit. Off, it is a fast
/// BatchNorm.</summary>
internal sealed class KernelControl
{
    private static readonly FeatureShape s_shape = new(32, 64, 56 * 56);
    private readonly float[] _x = new float[s_shape.Length],
        _y = new float[s_shape.Length],
        _g = new float[s_shape.Length],
        _dx = new float[s_shape.Length];
    private readonly float[] _weight = new float[s_shape.Channels],
        _bias = new float[s_shape.Channels];
    private readonly float[] _dWeight = new float[s_shape.Channels],
        _dBias = new float[s_shape.Channels];
    private readonly double[] _saved = new double[SavedStatistics.TrainingLength(s_shape)];
    private readonly double[] _mean = new double[s_shape.Channels], _variance = new double[s_shape.Channels];

    public ControlRow Measure(int rounds, int threads, CancellationToken ct)
    {
        var random = new Random(0);
        foreach (float[] values in new[] { _x, _g })
        {
            for (int i = 0; i < values.Length; i++)
                values[i] = random.NextSingle() - 0.5f;
        }

        Array.Fill(_weight, 1);
        using var pool = new ThreadedPool(threads);
        var timing = PairedTiming.Run(rounds, ct, () => Step(true, pool), () => Step(false, pool));
        return new ControlRow
        {
            Name = "kernel, 32×64×56×56, fwd+bwd: with sample scale / without (our own bn)",
            L2bnMs = timing.Median(0),
            OtherMs = timing.Median(1),
            Ratio = timing.Ratio(0, 1),
        };
    }

    private void Step(bool normalizeSamples, WorkerPool pool)
    {
        var options = new NormOptions { NormalizeSamples = normalizeSamples };
        L2BatchNormKernel.ForwardTraining(
            s_shape,
            options,
            new ForwardData<float, float>
            {
                Input = _x,
                Weight = _weight,
                Bias = _bias,
                Output = _y,
            },
            _saved,
            _mean,
            _variance,
            pool);
        L2BatchNormKernel.Backward(
            s_shape,
            options,
            true,
            new BackwardData<float, float>
            {
                Input = _x,
                OutputGradient = _g,
                InputGradient = _dx,
                WeightGradient = _dWeight,
                BiasGradient = _dBias,
            },
            _saved,
            pool);
    }
}
