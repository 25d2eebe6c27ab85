using System.Diagnostics;
using L2BN.Analysis.FeatureMeasures;
using L2BN.Data;
using L2BN.Data.Batches;
using L2BN.Experiments.Probes;
using L2BN.Results;
using L2BN.Training.Batches;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Experiments;

/// <summary>
/// Measures how well a trained network separates the classes: on the test split, in evaluation mode, before and after every normalization
/// layer and at what the classifier sees.
/// </summary>
/// <remarks>
/// Layers are measured through hooks, in groups that together hold at most <see cref="GroupBytes"/>, each with a pass of its own; the
/// layers' taps use a class-balanced part of the test split, the classifier's features all of it. Where there are many classes, both use
/// evenly spread ones (<see cref="MostLayerClasses"/>, <see cref="FeatureClasses"/>), since time and memory grow with powers of their
/// number.
/// </remarks>
/// <param name="network">The trained classifier, logits N×K, on <paramref name="device"/>.</param>
/// <param name="data">The splits; the test split is measured, standardized as <c>data.Normalization</c> says.</param>
/// <param name="layerSamples">Test samples used for the metrics of layers, ≥ 2.</param>
/// <param name="device">Device of the network.</param>
public sealed class NetworkAnalysis(nn.Module<Tensor, Tensor> network, DataSplits data, int layerSamples, Device device)
{
    /// <summary>Test samples used for the metrics of layers by default.</summary>
    public const int DefaultLayerSamples = 400;

    /// <summary>
    /// Classes used for the metrics of layers, whose features are many: of more, evenly spread ones are measured.
    /// </summary>
    public const int MostLayerClasses = 100;

    /// <summary>Classes used for the metrics of what the classifier receives: of more, evenly spread ones are measured.</summary>
    public const int MostFeatureClasses = 1000;

    // Measured: 25 s for 1,000 classes, nearly all of it for steps whose number grows with the third power of the classes.
    private const double SecondsPerCube = 2.5e-8;

    // Less than any network here takes for the forward and backward pass of one sample on one core.
    private const double LeastSecondsPerSample = 2e-4;
    private const double MostOfTraining = 0.1;

    // At the most classes the default of the statistics.
    private const long LeaveOneOutPerCube = 5;
    private const long GroupBytes = 64L << 20;
    private const int LayerSilhouette = 128;
    private const int FeatureSilhouette = 1000;
    private readonly int _classes = data.Train.Classes.Count;

    /// <summary>Receives how many taps are measured, and how many there are, on the thread that measures.</summary>
    public Action<int, int>? Progress { get; init; }

    /// <summary>Classes used for the metrics of what the classifier receives, ≥ 2; default <see cref="MostFeatureClasses"/>.</summary>
    public int FeatureClasses { get; init; } = MostFeatureClasses;

    /// <summary>The most classes, from <see cref="MostLayerClasses"/> to <see cref="MostFeatureClasses"/>, whose analysis takes at most a
    /// tenth of the time of a training. It depends on the training's length alone, so that every run of a comparison measures the same
    /// classes.</summary>
    /// <param name="samples">Samples that the training sees, every epoch counted.</param>
    public static int FeatureClassesFor(long samples) => (int)Math.Clamp(
        Math.Cbrt(MostOfTraining * LeastSecondsPerSample * samples / SecondsPerCube), MostLayerClasses, MostFeatureClasses);

    /// <summary>Analyzes the network; its mode and fusion are restored.</summary>
    /// <param name="pictures">Whether to keep norm histograms and projections too.</param>
    /// <param name="ct">Cancels between two batches, and within a second or so while the features are measured.</param>
    public RunAnalysis Run(bool pictures, CancellationToken ct)
    {
        bool training = network.training;
        var fused = network.modules().Append(network).OfType<IFusedModel>().Where(model => model.Fused).ToList();
        using IDisposable noGrad = no_grad();
        try
        {
            network.eval();
            fused.ForEach(model => model.Fused = false);
            return Measure(pictures, ct);
        }
        finally
        {
            fused.ForEach(model => model.Fused = true);
            network.train(training);
        }
    }

    private RunAnalysis Measure(bool pictures, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        IReadOnlyList<FeatureTap> taps = FindTaps();
        IDataset part = ChosenSamples.Balanced(ChosenSamples.OfClasses(data.Test, MostLayerClasses), layerSamples);
        List<FeatureTapAnalysis> found = [];
        foreach (FeatureTap[] group in Groups([.. taps.Where(tap => tap.Side != FeatureTap.Features)], part.Count))
        {
            Progress?.Invoke(found.Count, taps.Count);
            found.AddRange(Records(Pass(group, part, LayerSilhouette, ct), pictures, ct));
        }

        Progress?.Invoke(found.Count, taps.Count);
        Probe[] features = Pass(
            [.. taps.Where(tap => tap.Side == FeatureTap.Features)],
            ChosenSamples.OfClasses(data.Test, FeatureClasses),
            FeatureSilhouette,
            ct);
        return new RunAnalysis
        {
            FeatureTaps = [.. found, .. Records(features, pictures, ct)],
            Projections = pictures ? [.. features.SelectMany(probe => Projections.Of(probe, FeatureClasses, ct))] : [],
            Seconds = clock.Elapsed.TotalSeconds,
        };
    }

    private IReadOnlyList<FeatureTap> FindTaps()
    {
        var one = new BatchStream(
            ChosenSamples.Balanced(data.Test, 1),
            new BatchOptions
            {
                BatchSize = 1,
                Shuffle = false,
                Normalization = data.Normalization,
            });
        using Batch batch = one.Epoch(0, 0).First();
        using var tensors = new TensorBatch(batch, device);
        return FeatureTapFinder.Find(network, tensors.Inputs, _classes);
    }

    private IEnumerable<FeatureTap[]> Groups(IReadOnlyList<FeatureTap> taps, int samples)
    {
        List<FeatureTap> group = [];
        long groupBytes = 0;
        foreach (FeatureTap tap in taps)
        {
            long bytes = tap.Dimension * (4L * samples + 20L * Math.Min(_classes, MostLayerClasses));
            if (group.Count > 0 && groupBytes + bytes > GroupBytes)
            {
                yield return [.. group];
                (group, groupBytes) = ([], 0);
            }

            group.Add(tap);
            groupBytes += bytes;
        }

        if (group.Count > 0)
            yield return [.. group];
    }

    private Probe[] Pass(FeatureTap[] taps, IDataset dataset, int silhouette, CancellationToken ct)
    {
        var options = new FeatureStatisticsOptions
        {
            ReservoirBytes = GroupBytes,
            SilhouetteSamples = silhouette,
            IgnoreEmptyClasses = true,
        };
        if (_classes > FeatureClasses)
            options = options with { LeaveOneOutOperations = LeaveOneOutPerCube * FeatureClasses * FeatureClasses * FeatureClasses };
        Probe[] probes = [.. taps.Select(tap => new Probe(tap, _classes, options))];
        if (probes.Length > 0)
            ProbePass.Run(network, probes, dataset, data.Normalization, device, ct);
        return probes;
    }

    private static FeatureTapAnalysis[] Records(Probe[] probes, bool pictures, CancellationToken ct)
    {
        var records = new FeatureTapAnalysis[probes.Length];
        Parallel.For(
            0,
            probes.Length,
            new ParallelOptions { CancellationToken = ct },
            i => records[i] = FeatureTapRecords.FromProbe(probes[i], pictures, ct));
        return records;
    }
}
