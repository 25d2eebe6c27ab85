using L2BN.Results;

namespace L2BN.Reporting.Tests;

/// <summary>Made-up analyzes and layer traces for the made-up runs.</summary>
internal static class SamplesAnalysis
{
    private static readonly string[] s_layers =
        ["bn1", "stage1.0.bn1", "stage1.0.bn2", "stage2.0.bn1", "stage2.0.bn2", "stage3.0.bn1", "stage3.0.bn2"];

    private static readonly string[] s_metrics = ["norm_cv", "class_separation_r2", "trace_ratio", "nc1", "cdnv", "nearest_mean_accuracy"];

    /// <summary>The same report with everything analyzed.</summary>
    public static ComparisonReport Analyzed(this ComparisonReport report) => report with
    {
        Runs = [.. report.Runs.Select(Analyzed)],
        Summary = report.Summary with
        {
            Arms = [.. report.Summary.Arms.Select((arm, index) => arm with { Discriminability = Metrics(7, index, 0, output: true) })],
        },
    };

    private static RunRecord Analyzed(RunRecord run) => run with
    {
        Analysis = Analysis(run),
        Epochs = [.. run.Epochs.Select(epoch => epoch with { Layers = Traces(run, epoch) })],
    };

    private static RunAnalysis Analysis(RunRecord run) => new()
    {
        FeatureTaps =
        [
            .. s_layers.SelectMany((layer, depth) => new[] { "input", "output" }.Select(side => FeatureTap(run, layer, side, depth))),
            FeatureTap(run, "features", "features", 7),
        ],
        Projections =
        [
            Projection(run, "plane of the first two principal components"),
            Projection(run, "plane of three class means") with { HorizontalShare = null },
        ],
    };

    private static FeatureTapAnalysis FeatureTap(RunRecord run, string layer, string side, int depth) => new()
    {
        Layer = layer,
        Side = side,
        Metrics = Metrics(depth, run.ArmIndex, run.Seed, side != "input"),
        Norms = depth >= 5 ? Norms(run, depth) : null,
    };

    private static Dictionary<string, double?> Metrics(int depth, int arm, int seed, bool output) =>
        s_metrics.ToDictionary(metric => metric, metric => (double?)Metric(metric, depth, arm, seed, output));

    private static double Metric(string metric, int depth, int arm, int seed, bool output)
    {
        double noise = 0.05 * Samples.Noise(seed, depth, arm, metric.Length) + (output ? 0.02 : 0);
        return metric switch
        {
            "norm_cv" => Math.Max(0.01, (arm > 0 && output ? 0.12 : 0.3) + 0.02 * depth + noise),
            "class_separation_r2" => 0.08 + 0.06 * depth + 0.02 * arm + 0.3 * noise,
            "trace_ratio" => 0.1 + 0.02 * depth * depth + noise,
            "nc1" => 40 * Math.Exp(-0.5 * depth) + noise,
            "cdnv" => 6 * Math.Exp(-0.35 * depth) + noise,
            _ => 0.3 + 0.06 * depth + noise,
        };
    }

    private static NormHistogram Norms(RunRecord run, int depth) => new()
    {
        Edges = [.. Enumerable.Range(0, 31).Select(i => 4 + 0.4 * i)],
        Counts = [.. Enumerable.Range(0, 10).Select(label => Bells(label - 4, depth, even: run.ArmIndex > 0))],
    };

    private static int[] Bells(int shift, int depth, bool even) =>
        [.. Enumerable.Range(0, 30).Select(bin => Bell(bin, 12 + (even ? 0.2 : 0.9) * shift + depth * 0.3, even ? 2 : 3.5))];

    private static int Bell(int bin, double center, double width) => (int)(60 * Math.Exp(-0.5 * Math.Pow((bin - center) / width, 2)));

    private static ProjectionRecord Projection(RunRecord run, string plane)
    {
        int[] classes = [.. Enumerable.Range(0, 400).Select(i => i % 10)];
        double spread = run.ArmIndex > 0 ? 1.3 : 1.9;
        double Around(int i, int axis, double center) =>
            center + spread * (Samples.Noise(i, axis, run.ArmIndex) + Samples.Noise(i, axis, 5));
        return new ProjectionRecord
        {
            Plane = plane,
            X = [.. classes.Select((label, i) => Around(i, 1, 6 * Math.Cos(0.63 * label)))],
            Y = [.. classes.Select((label, i) => Around(i, 2, 4 * Math.Sin(0.63 * label) * (label % 3)))],
            Classes = classes,
            HorizontalShare = 0.41,
            VerticalShare = 0.17,
        };
    }

    private static LayerTrace[] Traces(RunRecord run, EpochRecord epoch) => [.. s_layers.Select((layer, depth) => new LayerTrace
    {
        Layer = layer.Replace("bn", "conv", StringComparison.Ordinal) + ".weight",
        GradientNorm = 0.4 * Math.Exp(-0.12 * epoch.Epoch - 0.2 * depth) * (1 + 0.3 * Samples.Noise(run.Seed, depth, epoch.Epoch)),
        WeightNorm = 5 + depth + 0.1 * epoch.Epoch,
        EffectiveStep = epoch.LearningRate / Math.Pow(5 + depth + 0.1 * epoch.Epoch, 2),
    })];
}
