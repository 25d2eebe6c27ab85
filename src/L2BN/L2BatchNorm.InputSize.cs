using static TorchSharp.torch;

namespace L2BN;

/// <content>Running statistics of <see cref="FeatureScale.Unit"/> at another input size.</content>
public abstract partial class L2BatchNorm
{
    /// <summary>
    /// Scales the running statistics of a <see cref="FeatureScale.Unit"/> layer to inputs of another size: with τ = 1 they are proportional
    /// to 1/D, so those learned at one size are wrong at another. <see cref="StatisticsCheck.CorrectInputSize"/> does it for a whole model.
    /// </summary>
    /// <param name="positions">S at the new size, the product of the spatial sizes; at least 1.</param>
    /// <param name="from_positions">S in training; null takes it from the statistics themselves, whose mean square is 1/(C·S).</param>
    /// <exception cref="InvalidOperationException">The layer is not Unit, or its statistics are not yet learned.</exception>
    public void CorrectInputSize(long positions, long? from_positions = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(positions, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(from_positions ?? 1, 1);
        RunningNorm norm = RequireCorrectable();
        double from = from_positions ?? 1 / (norm.MeanSquare() * num_features);
        Rescale(from / positions);
    }

    internal RunningNorm RequireCorrectable()
    {
        if (scale != FeatureScale.Unit)
            throw new InvalidOperationException($"{name} has scale {scale}, whose statistics don't depend on the input size.");
        return RunningNorm.Of(this) is RunningNorm norm && !RunningStatsClassifier.IsFresh(norm)
            ? norm
            : throw new InvalidOperationException($"{name} has no running statistics yet. Train it, or recalibrate it at the new size.");
    }

    private void Rescale(double factor)
    {
        using var _ = no_grad();
        _running_var!.Times_(factor);
        _running_mean!.Times_(Math.Sqrt(factor));
    }
}
