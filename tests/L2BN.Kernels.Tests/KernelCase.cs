using System.Numerics;
using L2BN.Kernels.Reference;
using L2BN.TestSupport;

namespace L2BN.Kernels.Tests;

/// <summary>One input for all questions: runs the kernel on fenced memory and its reference on copies, forward and backward.</summary>
internal sealed class KernelCase<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public KernelCase(FeatureShape shape, NormOptions options, bool training, bool residual, int seed)
    {
        (Shape, Options, Training) = (shape, options, training);
        var random = new Random(seed);
        X = Normal(random, shape.Length);
        G = Normal(random, shape.Length);
        R = residual ? Normal(random, shape.Length) : [];
        Weight = [.. Normal(random, shape.Channels).Select(v => T.One + (v / T.CreateChecked(4)))];
        Bias = Normal(random, shape.Channels);
        RunningMean = [.. Normal(random, shape.Channels).Select(v => v / T.CreateChecked(4))];
        RunningVariance = [.. Normal(random, shape.Channels).Select(v => T.One + (v * v / T.CreateChecked(4)))];
    }

    public FeatureShape Shape { get; }

    public NormOptions Options { get; }

    public bool Training { get; }

    public WorkerPool Pool { get; init; } = SerialPool.Instance;

    public bool FenceAfter { get; init; } = true;

    public T[] X { get; }

    public T[] G { get; }

    public T[] R { get; }

    public T[] Weight { get; }

    public T[] Bias { get; }

    public T[] RunningMean { get; }

    public T[] RunningVariance { get; }

    public T[] Y { get; private set; } = [];

    public double[] Saved { get; private set; } = [];

    public double[] Mean { get; private set; } = [];

    public double[] Variance { get; private set; } = [];

    public T[] DX { get; private set; } = [];

    public T[] DR { get; private set; } = [];

    public T[] DWeight { get; private set; } = [];

    public T[] DBias { get; private set; } = [];

    /// <summary>Runs forward; returns the number of small samples.</summary>
    public int Forward()
    {
        using FencedMemory<T> x = new(X, FenceAfter), r = new(R, FenceAfter), y = new(Shape.Length, FenceAfter);
        using FencedMemory<T> weight = new(Weight, FenceAfter), bias = new(Bias, FenceAfter);
        var data = new ForwardData<T, T> { Input = x.Span, Weight = weight.Span, Bias = bias.Span, Residual = r.Span, Output = y.Span };
        int length = Training ? SavedStatistics.TrainingLength(Shape) : SavedStatistics.EvaluationLength(Shape);
        using FencedMemory<double> saved = new(length), mean = new(Shape.Channels), variance = new(Shape.Channels);
        int small = Training
            ? L2BatchNormKernel.ForwardTraining(Shape, Options, data, saved.Span, mean.Span, variance.Span, Pool)
            : L2BatchNormKernel.ForwardEvaluation(Shape, Options, data, RunningMean, RunningVariance, saved.Span, Pool);
        (Y, Saved, Mean, Variance) = (y.Span.ToArray(), saved.Span.ToArray(), mean.Span.ToArray(), variance.Span.ToArray());
        return small;
    }

    /// <summary>Runs backward after <see cref="Forward"/>.</summary>
    public void Backward()
    {
        bool masked = R.Length > 0 && Options.Activation != Activation.Identity;
        using FencedMemory<T> x = new(X, FenceAfter), g = new(G, FenceAfter), y = new(masked ? Y : [], FenceAfter);
        using FencedMemory<T> dx = new(Shape.Length, FenceAfter);
        using FencedMemory<T> dr = new(masked ? Shape.Length : 0, FenceAfter), dWeight = new(Shape.Channels), dBias = new(Shape.Channels);
        using FencedMemory<double> saved = new(Saved);
        var data = new BackwardData<T, T>
        {
            Input = x.Span,
            OutputGradient = g.Span,
            Output = y.Span,
            InputGradient = dx.Span,
            ResidualGradient = dr.Span,
            WeightGradient = dWeight.Span,
            BiasGradient = dBias.Span,
        };
        L2BatchNormKernel.Backward(Shape, Options, Training, data, saved.Span, Pool);
        (DX, DWeight, DBias) = (dx.Span.ToArray(), dWeight.Span.ToArray(), dBias.Span.ToArray());
        DR = masked ? dr.Span.ToArray() : G;
    }

    public ReferenceL2BatchNorm.Result Expected() =>
        ReferenceL2BatchNorm.Forward(Wide(X), Shape, Options, Wide(Weight), Wide(Bias), R.Length > 0 ? Wide(R) : null, Running);

    /// <summary>The reference's gradients; the activation's mask is the kernel's own output, for a value that rounds to the other side of
    /// zero has the other gradient, which is not an error of the kernel.</summary>
    public ReferenceL2BatchNorm.Gradients ExpectedGradients()
    {
        double[] g = Wide(G);
        for (int k = 0; k < g.Length; k++)
            g[k] *= ReferenceL2BatchNorm.Factor(Options, T.IsPositive(Y[k]) ? double.CreateChecked(Y[k]) : -1);
        ReferenceL2BatchNorm.Gradients plain = ReferenceL2BatchNorm.Backward(
            Wide(X), g, Shape, Options with { Activation = Activation.Identity }, Wide(Weight), Wide(Bias), null, Running);
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
        Near.Largest(gradients.Input, DX, Tolerances.Gradient<T>(), $"dx {this}");
        if (R.Length > 0)
            Near.Largest(gradients.Residual, DR, Tolerances.Gradient<T>(), $"dr {this}");
        Near.Largest(gradients.Weight, DWeight, Tolerances.Gradient<T>(), $"dweight {this}");
        Near.Largest(gradients.Bias, DBias, Tolerances.Gradient<T>(), $"dbias {this}");
        InPlace.Check(this);
    }

    public override string ToString() =>
        $"{typeof(T).Name} {Shape.Samples}x{Shape.Channels}x{Shape.Positions} {Shape.Layout} {Options.Scale} {Options.Activation} " +
        $"{(Training ? "training" : "evaluation")}{(R.Length > 0 ? " residual" : "")}";

    public static double[] Wide(T[] values) => [.. values.Select(double.CreateChecked)];

    private void CheckStatistics(ReferenceL2BatchNorm.Result expected)
    {
        double count = Shape.PerChannel;
        double tolerance = typeof(T) == typeof(float) ? Tolerances.SingleStatistics : Tolerances.DoubleOutput;
        double[] unbiased = [.. expected.Variance.Select(v => v * count / (count - 1))];
        Near.Values([.. expected.Mean.Select(v => v / Tau)], [.. Mean.Select(v => v / Tau)], tolerance, $"mean {this}");
        Near.Largest(unbiased, Variance, 4 * tolerance, $"variance {this}");
    }

    private ReferenceL2BatchNorm.Fixed? Running => Training ? null : new(Wide(RunningMean), Wide(RunningVariance));

    private double Tau => Options.TargetNorm(Shape.Dimension);

    private static T[] Normal(Random random, int length)
    {
        var values = new T[length];
        for (int k = 0; k < length; k++)
            values[k] = T.CreateChecked(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        return values;
    }
}
