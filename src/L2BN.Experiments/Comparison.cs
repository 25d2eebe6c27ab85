using L2BN.Data;
using L2BN.Results;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Experiments;

/// <summary>Does one norm beat another on a task? Trains every arm over paired seeds and compares what the last epoch reached.</summary>
/// <remarks>
/// A pair shares initial weights, order and augmentation, so a difference is the norm's. Arms take turns within a seed, so a machine
/// that slows down slows all of them. Records are written as they arrive.
/// </remarks>
public static class Comparison
{
    /// <summary>Runs the comparison and writes its records, summary and HTML report.</summary>
    /// <param name="model">Builds a classifier (logits N×K) from the name of a norm; called once per run, after torch's generator was seeded.</param>
    /// <param name="data">Training and test split, with the normalisation of their values.</param>
    /// <param name="options">Arms, seeds and training.</param>
    /// <param name="observer">Hears of progress; null for silence.</param>
    /// <param name="ct">Cancels between two steps; finished runs stay on disk.</param>
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    /// <exception cref="ResultsException">The output folder cannot be written; nothing was trained.</exception>
    /// <exception cref="Training.DivergedException">A loss is not finite.</exception>
    public static ComparisonResult Run(
        Func<string, nn.Module<Tensor, Tensor>> model, DataSplits data, ComparisonOptions options,
        IComparisonObserver? observer = null, CancellationToken ct = default)
    {
        options.Validate();
        var started = DateTimeOffset.Now;
        ComparisonFolder folder = ComparisonFolder.Create(options.Output ?? DefaultFolder(started));
        IReadOnlyList<Arm> arms = Arm.Of(options.Norms);
        var runner = new PairedRuns(model, data, options, folder, observer ?? new SilentObserver());
        IReadOnlyList<RunRecord> runs = runner.Run(arms, started, ct);
        ComparisonSummary summary = Summaries.Of(arms, runs, options, data.Train.Name) with { Report = Path.GetFullPath(folder.ReportPath) };
        folder.WriteSummary(summary);
        folder.WriteReport(Reports.Render(summary, runs, options, data, started));
        return new ComparisonResult(summary, runs, folder.FolderPath);
    }

    private static string DefaultFolder(DateTimeOffset now) => Path.Combine("runs", $"compare-{now:yyyyMMdd-HHmmss}");
}
