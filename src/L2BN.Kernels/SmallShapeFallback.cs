using L2BN.Kernels.Lanes;

namespace L2BN.Kernels;

/// <summary>
/// Single precision, and less, over channels or samples of a handful of values, computed in double. Normalizing removes two directions
/// from each of them, which of so few leaves almost nothing (two values of a channel become ±1 whatever they are): gradients are small
/// differences of large terms. So are those of a single channel, whose weight and bias have one gradient each, a sum that may cancel with
/// no larger one beside it. Such data is small, and the call itself takes longer.
/// </summary>
internal static class SmallShapeFallback
{
    private const int FewValues = 8;
    private const int LongestSingleChannel = 1 << 16;

    /// <summary>Whether a batch of this shape is computed so.</summary>
    public static bool Applies<T>(in FeatureShape shape) => typeof(T) != typeof(double)
        && (shape.PerChannel < FewValues || shape.Dimension < FewValues || (shape.Channels == 1 && shape.Length <= LongestSingleChannel));

    public static int ForwardTraining<T, TParameter>(
        in FeatureShape shape,
        in NormOptions options,
        in ForwardData<T, TParameter> data,
        Span<double> saved,
        Span<double> mean,
        Span<double> variance,
        WorkerPool pool)
        where T : unmanaged
        where TParameter : unmanaged
    {
        double[] y = new double[shape.Length];
        int small = L2BatchNormKernel.ForwardTraining(shape, options, Widen(data, y), saved, mean, variance, pool);
        Narrow(y, data.Output);
        return small;
    }

    public static int ForwardEvaluation<T, TParameter>(
        in FeatureShape shape,
        in NormOptions options,
        in ForwardData<T, TParameter> data,
        ReadOnlySpan<TParameter> mean,
        ReadOnlySpan<TParameter> variance,
        Span<double> saved,
        WorkerPool pool)
        where T : unmanaged
        where TParameter : unmanaged
    {
        double[] y = new double[shape.Length];
        int small = L2BatchNormKernel.ForwardEvaluation<double, double>(
            shape, options, Widen(data, y), Widen(mean), Widen(variance), saved, pool);
        Narrow(y, data.Output);
        return small;
    }

    public static void Backward<T, TParameter>(
        in FeatureShape shape,
        in NormOptions options,
        bool training,
        in BackwardData<T, TParameter> data,
        ReadOnlySpan<double> saved,
        WorkerPool pool)
        where T : unmanaged
        where TParameter : unmanaged
    {
        BackwardData<double, double> wide = new()
        {
            Input = Widen(data.Input),
            OutputGradient = Widen(data.OutputGradient),
            Output = Widen(data.Output),
            InputGradient = new double[data.InputGradient.Length],
            ResidualGradient = new double[data.ResidualGradient.Length],
            WeightGradient = new double[data.WeightGradient.Length],
            BiasGradient = new double[data.BiasGradient.Length],
        };
        L2BatchNormKernel.Backward(shape, options, training, wide, saved, pool);
        Narrow(wide.InputGradient, data.InputGradient);
        Narrow(wide.ResidualGradient, data.ResidualGradient);
        Narrow(wide.WeightGradient, data.WeightGradient);
        Narrow(wide.BiasGradient, data.BiasGradient);
    }

    private static ForwardData<double, double> Widen<T, TParameter>(in ForwardData<T, TParameter> data, double[] output)
        where T : unmanaged
        where TParameter : unmanaged => new()
        {
            Input = Widen(data.Input),
            Weight = Widen(data.Weight),
            Bias = Widen(data.Bias),
            Residual = Widen(data.Residual),
            Output = output,
        };

    private static double[] Widen<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        double[] wide = new double[values.Length];
        for (int i = 0; i < wide.Length; i++)
            wide[i] = Storage.ToDouble(values[i]);
        return wide;
    }

    private static void Narrow<T>(ReadOnlySpan<double> values, Span<T> into)
        where T : unmanaged
    {
        for (int i = 0; i < into.Length; i++)
            into[i] = Storage.FromDouble<T>(values[i]);
    }
}
