using L2BN.Kernels;

namespace L2BN.Lab.Bench;

/// <summary>Our own kernel with the sample scale on and off: what the method costs, and what is the kernel's merit. Off, it is a fast BatchNorm.</summary>
internal sealed class KernelControl
{
    private static readonly FeatureShape s_shape = new(32, 64, 56 * 56);
    private readonly float[] _x = new float[s_shape.Length], _y = new float[s_shape.Length], _g = new float[s_shape.Length], _dx = new float[s_shape.Length];
    private readonly float[] _weight = new float[s_shape.Channels], _bias = new float[s_shape.Channels];
    private readonly float[] _dWeight = new float[s_shape.Channels], _dBias = new float[s_shape.Channels];
    private readonly double[] _saved = new double[SavedStatistics.TrainingLength(s_shape)];
    private readonly double[] _mean = new double[s_shape.Channels], _variance = new double[s_shape.Channels];

    public ControlRow Measure(int rounds, int threads, CancellationToken ct)
    {
        var random = new Random(0);
        foreach (float[] values in new[] { _x, _g })
        {
            for (int i = 0; i < values.Length; i++) values[i] = random.NextSingle() - 0.5f;
        }

        Array.Fill(_weight, 1);
        using var pool = new ThreadedPool(threads);
        PairedTiming timing = PairedTiming.Run(rounds, ct, () => Step(true, pool), () => Step(false, pool));
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
            s_shape, options, new ForwardData<float> { Input = _x, Weight = _weight, Bias = _bias, Output = _y }, _saved, _mean, _variance, pool);
        L2BatchNormKernel.Backward(
            s_shape, options, true,
            new BackwardData<float> { Input = _x, OutputGradient = _g, InputGradient = _dx, WeightGradient = _dWeight, BiasGradient = _dBias }, _saved, pool);
    }
}
