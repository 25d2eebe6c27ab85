using TorchSharp;
using static TorchSharp.torch;

namespace L2BN;

/// <summary>
/// Tells running statistics that are not a layer's own. A state dictionary loads by name, so BatchNorm's statistics load into an
/// L2BatchNorm, and those of one scale into the other, without an error and with accuracy near chance. But a normalised sample has length
/// τ, so mean over channels of (running_var + running_mean²) is τ²/D: 1 for √D, 1/D for Unit, and anything for BatchNorm.
/// Samples that are all zero lower it by their share.
/// </summary>
public static class StatisticsCheck
{
    /// <summary>Judges from the statistics alone, and the input size each layer last saw.</summary>
    /// <param name="model">A model, or a layer. It is not changed.</param>
    /// <returns>The verdicts. BatchNorms are judged together: statistics of other norms are recognised only if all have them.</returns>
    public static StatisticsReport Inspect(nn.Module model)
    {
        var norms = RunningNorm.In(model);
        StatisticsOrigin stock = RunningStatsClassifier.OfStock([.. norms.Select(item => item.Norm).Where(norm => norm.Scale is null)]);
        return new([.. norms.Select(item => Verdict(item.Name, item.Norm, stock))]);
    }

    /// <summary>Judges with an example, which gives the input sizes and what a BatchNorm's statistics ought to be.</summary>
    /// <param name="model">A model that is called with the example. It is not changed.</param>
    /// <param name="example">A batch as in training; the larger, the surer.</param>
    /// <returns>The verdicts.</returns>
    public static StatisticsReport Inspect(nn.Module model, Tensor example)
    {
        var norms = RunningNorm.In(model);
        using var before = new StatisticsSnapshot(norms.Select(item => item.Norm));
        double[] fresh = Estimate(model, example, before);
        return new([.. norms.Select((item, i) => item.Norm.Scale is null
            ? Entry(item.Name, item.Norm, RunningStatsClassifier.AgainstExample(item.Norm, fresh[i]), fresh[i])
            : Verdict(item.Name, item.Norm, StatisticsOrigin.Own))]);
    }

    /// <summary>
    /// Turns the statistics of every <see cref="FeatureScale.Unit"/> layer to the size of an example: they hold 1/D, so they have to be
    /// scaled when the model is used at another size than it was trained at. √D needs no such thing.
    /// </summary>
    /// <param name="model">A model that is called with the example, with statistics that are its own but for the size.</param>
    /// <param name="example">A batch of the new size.</param>
    /// <returns>The number of layers corrected.</returns>
    /// <exception cref="InvalidOperationException">A layer has not learned statistics yet; then none is corrected.</exception>
    public static int CorrectInputSize(nn.Module model, Tensor example)
    {
        var norms = RunningNorm.In(model);
        using (var before = new StatisticsSnapshot(norms.Select(item => item.Norm))) Estimate(model, example, before);
        IEnumerable<L2BatchNorm> layers = norms.Select(item => item.Norm.Module).OfType<L2BatchNorm>();
        L2BatchNorm[] unit = [.. layers.Where(layer => layer is { scale: FeatureScale.Unit, Positions: > 0 })];
        Array.ForEach(unit, layer => layer.RequireCorrectable());
        Array.ForEach(unit, layer => layer.CorrectInputSize(layer.Positions));
        return unit.Length;
    }

    /// <summary>The mean squares that one example gives; the statistics are then as before.</summary>
    private static double[] Estimate(nn.Module model, Tensor example, StatisticsSnapshot before)
    {
        Recalibration.Recalibrate(model, [example]);
        double[] fresh = [.. RunningNorm.In(model).Select(item => item.Norm.MeanSquare())];
        before.RestoreStatistics();
        return fresh;
    }

    private static LayerStatistics Verdict(string name, RunningNorm norm, StatisticsOrigin stock) => norm.Scale is null
        ? Entry(name, norm, RunningStatsClassifier.IsFresh(norm) ? StatisticsOrigin.NotWarmedUp : stock, null)
        : Entry(name, norm, RunningStatsClassifier.Of(norm), RunningStatsClassifier.Expected(norm));

    private static LayerStatistics Entry(string name, RunningNorm norm, StatisticsOrigin origin, double? expected)
    {
        if (RunningStatsClassifier.IsBroken(norm)) origin = StatisticsOrigin.Broken;
        return new(name, norm.Module.GetType().Name, origin, norm.MeanSquare(), expected);
    }
}
