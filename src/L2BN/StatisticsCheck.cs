using L2BN.Kernels;
using L2BN.Statistics;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN;

/// <summary>
/// Detects running statistics that another kind of norm computed. A state dictionary loads by name, so BatchNorm's statistics load into an
/// L2BatchNorm, and those of one scale into the other, without an error and with accuracy near chance. But a normalized sample has length
/// τ, so the mean over channels of (running_var + running_mean²) is τ²/D: 1 for √D, 1/D for Unit, and any number for BatchNorm.
/// Samples that are all zero lower it by their share.
/// </summary>
public static class StatisticsCheck
{
    /// <summary>Classifies by the statistics alone and the size of each layer's latest input.</summary>
    /// <param name="model">A model, or a layer. It is not changed.</param>
    /// <returns>The verdicts. BatchNorms are classified together: statistics of other norms are recognized only if all have them.</returns>
    public static StatisticsReport Inspect(nn.Module model)
    {
        IReadOnlyList<(string Name, RunningNorm Norm)> norms = RunningNorm.FindAll(model);
        StatisticsOrigin batchNorms = RunningStatsClassifier.ClassifyBatchNorms([
            .. norms.Select(item => item.Norm).Where(norm => norm.Scale is null),
        ]);
        return new([.. norms.Select(item => Classify(item.Name, item.Norm, batchNorms))]);
    }

    /// <summary>Classifies with an example, which gives the input sizes and what a BatchNorm's statistics should be.</summary>
    /// <param name="model">A model that is called with the example. It is not changed.</param>
    /// <param name="example">A batch as in training; a larger one gives a more reliable result.</param>
    /// <returns>The verdicts.</returns>
    public static StatisticsReport Inspect(nn.Module model, Tensor example)
    {
        IReadOnlyList<(string Name, RunningNorm Norm)> norms = RunningNorm.FindAll(model);
        using var before = new StatisticsSnapshot(norms.Select(item => item.Norm));
        double[] ofExample = Estimate(model, example, before);
        return new([.. norms.Select((item, i) => item.Norm.Scale is null
            ? Describe(item.Name, item.Norm, RunningStatsClassifier.ClassifyByExample(item.Norm, ofExample[i]), ofExample[i])
            : Classify(item.Name, item.Norm, StatisticsOrigin.Own))]);
    }

    /// <summary>
    /// Scales the statistics of every <see cref="FeatureScale.Unit"/> layer to the size of an example: they are proportional to 1/D, so
    /// they are wrong when the model is used at another size than it was trained at. √D does not need this.
    /// </summary>
    /// <param name="model">A model that is called with the example, whose statistics are its own except for the size.</param>
    /// <param name="example">A batch of the new size.</param>
    /// <returns>The number of layers corrected.</returns>
    /// <exception cref="InvalidOperationException">A layer has no statistics yet; then none is corrected.</exception>
    public static int CorrectInputSize(nn.Module model, Tensor example)
    {
        IReadOnlyList<(string Name, RunningNorm Norm)> norms = RunningNorm.FindAll(model);
        using (var before = new StatisticsSnapshot(norms.Select(item => item.Norm)))
            Estimate(model, example, before);
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
        double[] ofExample = [.. RunningNorm.FindAll(model).Select(item => item.Norm.MeanSquare())];
        before.RestoreStatistics();
        return ofExample;
    }

    private static LayerStatistics Classify(string name, RunningNorm norm, StatisticsOrigin batchNorms) => norm.Scale is null
        ? Describe(name, norm, RunningStatsClassifier.HasInitialValues(norm) ? StatisticsOrigin.NotWarmedUp : batchNorms, null)
        : Describe(name, norm, RunningStatsClassifier.Classify(norm), RunningStatsClassifier.ExpectedMeanSquare(norm));

    private static LayerStatistics Describe(string name, RunningNorm norm, StatisticsOrigin origin, double? expected)
    {
        StatisticsOrigin verdict = RunningStatsClassifier.IsBroken(norm) ? StatisticsOrigin.Broken : origin;
        return new(name, norm.Module.GetType().Name, verdict, norm.MeanSquare(), expected);
    }
}
