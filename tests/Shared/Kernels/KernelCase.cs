using System.Runtime.CompilerServices;
using L2BN.Kernels.Lanes;
using L2BN.Kernels.Reference;
using L2BN.TestSupport;

namespace L2BN.Tests.Shared;

/// <summary>One input for all questions: runs the kernel on fenced memory and its reference on copies, forward and backward.</summary>
/// <typeparam name="T">Type of the elements.</typeparam>
/// <typeparam name="TParameter">Type of the parameters and running statistics.</typeparam>
internal class KernelCase<T, TParameter>
    where T : unmanaged
    where TParameter : unmanaged
{
    public KernelCase(FeatureShape shape, NormOptions options, bool training, bool residual, int seed)
    {
        (Shape, Options, Training) = (shape, options, training);
        var random = new Random(seed);
        X = Narrow<T>(Normal(random, shape.Length));
        G = Narrow<T>(Normal(random, shape.Length));
        R = residual ? Narrow<T>(Normal(random, shape.Length)) : [];
        Weight = Narrow<TParameter>(Normal(random, shape.Channels).Select(v => 1 + (v / 4)));
        Bias = Narrow<TParameter>(Normal(random, shape.Channels));
        RunningMean = Narrow<TParameter>(Normal(random, shape.Channels).Select(v => v / 4));
        RunningVariance = Narrow<TParameter>(Normal(random, shape.Channels).Select(v => 1 + (v * v / 4)));
    }

    public FeatureShape Shape { get; }

    public NormOptions Options { get; }

    public bool Training { get; }

    public WorkerPool Pool { get; init; } = SerialPool.Instance;

    public bool FenceAfter { get; init; } = true;

    public T[] X { get; }

    public T[] G { get; }

    public T[] R { get; }

    public TParameter[] Weight { get; }

    public TParameter[] Bias { get; }

    public TParameter[] RunningMean { get; }

    public TParameter[] RunningVariance { get; }

    public T[] Y { get; private set; } = [];

    public double[] Saved { get; private set; } = [];

    public double[] Mean { get; private set; } = [];

    public double[] Variance { get; private set; } = [];

    public T[] DX { get; private set; } = [];

    public T[] DR { get; private set; } = [];

    public TParameter[] DWeight { get; private set; } = [];

    public TParameter[] DBias { get; private set; } = [];

    /// <summary>Runs forward; returns the number of small samples.</summary>
    public int Forward()
    {
        using FencedMemory<T> x = new(X, FenceAfter), r = new(R, FenceAfter), y = new(Shape.Length, FenceAfter);
        using FencedMemory<TParameter> weight = new(Weight, FenceAfter), bias = new(Bias, FenceAfter);
        var data = new ForwardData<T, TParameter>
        {
            Input = x.Span,
            Weight = weight.Span,
            Bias = bias.Span,
            Residual = r.Span,
            Output = y.Span,
        };
        int length = Training ? SavedStatistics.TrainingLength(Shape) : SavedStatistics.EvaluationLength(Shape);
        using FencedMemory<double> saved = new(length), mean = new(Shape.Channels), variance = new(Shape.Channels);
        int small = Training
            ? Engine.ForwardTraining(Shape, Options, data, saved.Span, mean.Span, variance.Span, Pool)
            : Engine.ForwardEvaluation<T, TParameter>(Shape, Options, data, RunningMean, RunningVariance, saved.Span, Pool);
        (Y, Saved, Mean, Variance) = (y.Span.ToArray(), saved.Span.ToArray(), mean.Span.ToArray(), variance.Span.ToArray());
        return small;
    }

    /// <summary>Runs backward after <see cref="Forward"/>.</summary>
    public void Backward()
    {
        bool masked = R.Length > 0 && Options.Activation != Activation.Identity;
        using FencedMemory<T> x = new(X, FenceAfter), g = new(G, FenceAfter), y = new(masked ? Y : [], FenceAfter);
        using FencedMemory<T> dx = new(Shape.Length, FenceAfter);
        using FencedMemory<T> dr = new(masked ? Shape.Length : 0, FenceAfter);
        using FencedMemory<TParameter> dWeight = new(Shape.Channels), dBias = new(Shape.Channels);
        using FencedMemory<double> saved = new(Saved);
        var data = new BackwardData<T, TParameter>
        {
            Input = x.Span,
            OutputGradient = g.Span,
            Output = y.Span,
            InputGradient = dx.Span,
            ResidualGradient = dr.Span,
            WeightGradient = dWeight.Span,
            BiasGradient = dBias.Span,
        };
        Engine.Backward(Shape, Options, Training, data, saved.Span, Pool);
        (DX, DWeight, DBias) = (dx.Span.ToArray(), dWeight.Span.ToArray(), dBias.Span.ToArray());
        DR = masked ? dr.Span.ToArray() : G;
    }

    public ReferenceL2BatchNorm.Result Expected() =>
        ReferenceL2BatchNorm.Forward(Wide(X), Shape, Options, Widen(Weight), Widen(Bias), R.Length > 0 ? Wide(R) : null, Running);

    /// <summary>The reference's gradients; the activation's mask is the kernel's own output, for a value that rounds to the other side of
    /// zero has the other gradient, which is not an error of the kernel.</summary>
    public ReferenceL2BatchNorm.Gradients ExpectedGradients()
    {
        double[] g = Wide(G);
        for (int k = 0; k < g.Length; k++)
            g[k] *= ReferenceL2BatchNorm.Factor(Options, double.IsNegative(Storage.ToDouble(Y[k])) ? -1 : Storage.ToDouble(Y[k]));
        ReferenceL2BatchNorm.Gradients plain = ReferenceL2BatchNorm.Backward(
            Wide(X), g, Shape, Options with { Activation = Activation.Identity }, Widen(Weight), Widen(Bias), null, Running);
        return plain with { Residual = g };
    }

    /// <summary>Runs all and compares all.</summary>
    public void Check()
    {
        int small = Forward();
        ReferenceL2BatchNorm.Result expected = Expected();
        Assert.Equal(expected.SmallSamples, small);
        if (R.Length > 0)
            Near.Sums(expected.Output, Y, R, 2 * Tolerances.Output<T>(), $"output {this}");
        else
            Near.Values(expected.Output, Y, Tolerances.Output<T>(), $"output {this}");
        if (Training)
            CheckStatistics(expected);
        Backward();
        ReferenceL2BatchNorm.Gradients gradients = ExpectedGradients();
        Near.Largest(gradients.Input, DX, RoundingsOfGradient * Tolerances.Gradient<T>(), $"dx {this}");
        if (R.Length > 0)
            Near.Largest(gradients.Residual, DR, Tolerances.Gradient<T>(), $"dr {this}");
        Near.Largest(gradients.Weight, DWeight, Tolerances.Gradient<TParameter>(), $"dweight {this}");
        Near.Largest(gradients.Bias, DBias, Tolerances.Gradient<TParameter>(), $"dbias {this}");
        InPlace.Check(this);
    }

    public override string ToString() =>
        $"{typeof(T).Name}/{typeof(TParameter).Name} {Shape.Samples}x{Shape.Channels}x{Shape.Positions} {Shape.Layout} " +
        $"{Options.Scale} {Options.Activation} " +
        $"{(Training ? "training" : "evaluation")}{(R.Length > 0 ? " residual" : "")}";

    public static double[] Wide(T[] values) => Widen(values);

    private static double[] Widen<TValue>(TValue[] values)
        where TValue : unmanaged => [.. values.Select(Storage.ToDouble)];

    private static TValue[] Narrow<TValue>(IEnumerable<double> values)
        where TValue : unmanaged => [.. values.Select(Storage.FromDouble<TValue>)];

    // The second pass reads the residual's gradient, which for a slope is rounded to the type of storage; with 16 bits that shows.
    private int RoundingsOfGradient =>
        Unsafe.SizeOf<T>() == 2 && R.Length > 0 && Options.Activation == Activation.LeakyRelu ? 2 : 1;

    private void CheckStatistics(ReferenceL2BatchNorm.Result expected)
    {
        double count = Shape.PerChannel;
        double tolerance = typeof(T) == typeof(double) ? Tolerances.DoubleOutput : Tolerances.SingleStatistics;
        double[] unbiased = [.. expected.Variance.Select(v => v * count / (count - 1))];
        Near.Values([.. expected.Mean.Select(v => v / Tau)], [.. Mean.Select(v => v / Tau)], tolerance, $"mean {this}");
        Near.Largest(unbiased, Variance, 4 * tolerance, $"variance {this}");
    }

    private ReferenceL2BatchNorm.Fixed? Running => Training ? null : new(Widen(RunningMean), Widen(RunningVariance));

    private double Tau => Options.TargetNorm(Shape.Dimension);

    private static double[] Normal(Random random, int length)
    {
        double[] values = new double[length];
        for (int k = 0; k < length; k++)
            values[k] = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return values;
    }
}

/// <summary>A case whose parameters have the type of the elements.</summary>
internal sealed class KernelCase<T>(FeatureShape shape, NormOptions options, bool training, bool residual, int seed)
    : KernelCase<T, T>(shape, options, training, residual, seed)
    where T : unmanaged;
