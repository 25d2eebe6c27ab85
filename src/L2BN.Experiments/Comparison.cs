using L2BN.Data;
using L2BN.Results;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Experiments;

/// <summary>Does one norm beat another on a task? Trains every arm over paired seeds and compares what the last epoch reached.</summary>
/// <remarks>
/// A pair shares initial weights, order and augmentation, so a difference is the norm's. Arms take turns within a seed, so a machine
/// that slows down slows all of them. Records are written as they arrive; started again with the same request, it runs only what is missing.
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
    /// <exception cref="ResultsException">
    /// The output folder cannot be written, or holds runs of another request (the message names the difference); nothing was trained.
    /// </exception>
    /// <exception cref="Training.DivergedException">A loss is not finite.</exception>
    public static ComparisonResult Run(
        Func<string, nn.Module<Tensor, Tensor>> model, DataSplits data, ComparisonOptions options,
        IComparisonObserver? observer = null, CancellationToken ct = default) => Run(model, [data], options, observer, ct);

    /// <summary>Runs the comparison over several divisions of the same data, such as folds: pair i trains and tests on the i-th, in turn.</summary>
    /// <param name="model">Builds a classifier (logits N×K) from the name of a norm; called once per run, after torch's generator was seeded.</param>
    /// <param name="folds">At least one division, all of the same classes and sample shape.</param>
    /// <param name="options">Arms, seeds and training; with as many seeds as folds each fold is used once.</param>
    /// <param name="observer">Hears of progress; null for silence.</param>
    /// <param name="ct">Cancels between two steps; finished runs stay on disk.</param>
    /// <exception cref="ArgumentException">An option is outside its range, or there is no fold.</exception>
    /// <exception cref="ResultsException">The output folder is refused; nothing was trained.</exception>
    /// <exception cref="Training.DivergedException">A loss is not finite.</exception>
    public static ComparisonResult Run(
        Func<string, nn.Module<Tensor, Tensor>> model, IReadOnlyList<DataSplits> folds, ComparisonOptions options,
        IComparisonObserver? observer = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(folds);
        if (folds.Count == 0) throw new ArgumentException("A comparison needs data; got no fold.", nameof(folds));
        options.Validate();
        var started = DateTimeOffset.Now;
        var factory = new RunFactory(model, folds, options, started);
        IReadOnlyList<PlannedRun> plan = PlannedRun.All(options);
        var (folder, claim) = OutputFolder.Open(options.Output, started, plan, factory);
        using var claimed = claim;
        var kept = EarlierRuns.FindFinished(folder, plan, factory);
        IReadOnlyList<RunRecord> runs = new PairedRuns(factory, options, folder, observer ?? new SilentObserver()).Run(plan, kept, ct);
        ComparisonSummary summary = Summaries.Of(Arm.FromNorms(options.Norms), runs, runs[0], options.Margin) with { Report = Path.GetFullPath(folder.ReportPath) };
        folder.WriteSummary(summary);
        folder.WriteReport(Reports.Render(summary, runs, options, folds[0], started));
        return new ComparisonResult(summary, runs, folder.FolderPath) { Reused = kept.Count };
    }
}
