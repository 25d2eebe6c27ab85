using L2BN.Analysis.Statistics;
using L2BN.Data;
using L2BN.Reporting;
using L2BN.Results;
using L2BN.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Experiments;

/// <summary>Does one norm beat another on a task? Trains every arm over paired seeds and compares the results of the last epoch.</summary>
/// <remarks>
/// A pair shares initial weights, order and augmentation, so a difference is the norm's. Arms take turns within a seed, so a machine
/// that slows down slows all of them. Records are written as they arrive; started again with the same request, it runs only what is
/// missing.
/// </remarks>
public static class Comparison
{
    /// <summary>Runs the comparison and writes its records, summary and HTML report.</summary>
    /// <param name="model">Builds a classifier (logits N×K) from the name of a norm; called once per norm, then once per run, after
    /// torch's generator was seeded.</param>
    /// <param name="data">Training and test split, with the normalization of their values.</param>
    /// <param name="options">Arms, seeds and training.</param>
    /// <param name="observer">Receives the progress; null for none.</param>
    /// <param name="ct">Cancels between two steps; finished runs stay on disk.</param>
    /// <exception cref="ArgumentException">An option is outside its range, or two arms are the same network: see
    /// <see cref="NormConversion.FindBypassed"/>.</exception>
    /// <exception cref="ResultsException">
    /// The output folder cannot be written, or has runs of another request (the message names the difference); nothing was trained.
    /// </exception>
    /// <exception cref="DivergedException">Every run diverged; where only some do, that is an outcome of their arms.</exception>
    public static ComparisonResult Run(
        Func<string, nn.Module<Tensor, Tensor>> model, DataSplits data, ComparisonOptions options,
        IComparisonObserver? observer = null, CancellationToken ct = default) => Run(model, [data], options, observer, ct);

    /// <summary>Runs the comparison over several divisions of the same data, such as folds: pair i trains and tests on the i-th, in
    /// turn.</summary>
    /// <param name="model">Builds a classifier (logits N×K) from the name of a norm; called once per norm, then once per run, after
    /// torch's generator was seeded.</param>
    /// <param name="folds">At least one division, all of the same classes and sample shape.</param>
    /// <param name="options">Arms, seeds and training; with as many seeds as folds each fold is used once.</param>
    /// <param name="observer">Receives the progress; null for none.</param>
    /// <param name="ct">Cancels between two steps; finished runs stay on disk.</param>
    /// <exception cref="ArgumentException">An option is outside its range, a batch too small for a norm, two arms are the same network,
    /// or there is no fold.</exception>
    /// <exception cref="ResultsException">The output folder is refused; nothing was trained.</exception>
    /// <exception cref="DivergedException">Every run diverged.</exception>
    public static ComparisonResult Run(
        Func<string, nn.Module<Tensor, Tensor>> model, IReadOnlyList<DataSplits> folds, ComparisonOptions options,
        IComparisonObserver? observer = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(folds);
        if (folds.Count == 0)
            throw new ArgumentException("Expected at least one fold of data; got none.", nameof(folds));
        options.Validate();
        DateTimeOffset started = DateTimeOffset.Now;
        var runs = new ComparisonRuns(model, folds, options, started);
        runs.CheckBatches();
        runs.CheckArms();
        using var output = ComparisonOutput.Open(options.Output, started, runs);
        ComparisonFolder folder = output.Folder;
        observer ??= new NoObserver();
        if (output.Note is { } note)
            observer.OnNote(note);
        (IReadOnlyList<RunRecord> records, ComparisonSummary summary, LookPlan look) = TrainAndLook(runs, folder, options, observer, ct);
        folder.WriteSummary(summary);
        folder.WriteReport(HtmlReport.Render(CreateReport(summary, records, options, folds[0], started)));
        return new ComparisonResult(summary, records, folder.FolderPath) { Reused = runs.Reused, Look = look };
    }

    // Pair after pair until a planned look decides every arm, or the plan ends.
    private static (IReadOnlyList<RunRecord> Records, ComparisonSummary Summary, LookPlan Look) TrainAndLook(
        ComparisonRuns runs, ComparisonFolder folder, ComparisonOptions options, IComparisonObserver observer, CancellationToken ct)
    {
        IReadOnlyList<Arm> arms = Arm.FromNorms(options.Norms);
        IReadOnlyList<int> plan = options.Looks.Count > 0 ? options.Looks : [options.Seeds];
        for (int i = 0; ; i++)
        {
            IReadOnlyList<RunRecord> records = runs.Train(plan[i], folder, observer, ct);
            if (records.All(run => run.Failure is not null))
                throw new DivergedException(records[0].Failure!.Message);
            var look = LookPlan.At(plan[i], plan, LookPlan.Looks(folder));
            ComparisonSummary summary = Summaries.Create(arms, records, records[0], options.Margin, look) with
            {
                Report = Path.GetFullPath(folder.ReportPath),
            };
            folder.AddLook(LookPlan.CreateRecord(summary, plan[i], plan));
            if (i + 1 == plan.Count || summary.Paired.All(pair => pair.Verdict != Verdict.Undecided.ToWord()))
                return (records, summary, look);
            observer.OnNote($"After {plan[i]} of at most {plan[^1]} pairs: undecided; training goes on to {plan[i + 1]}.");
        }
    }

    private static ComparisonReport CreateReport(
        ComparisonSummary summary,
        IReadOnlyList<RunRecord> records,
        ComparisonOptions options,
        DataSplits data,
        DateTimeOffset started) =>
        new()
        {
            Summary = summary,
            Runs = records,
            Environment = RunEnvironment.Read(options.Training.Device),
            Command = options.Command,
            Sections = options.Sections,
            ClassNames = data.Train.Classes,
            Started = started,
            Duration = DateTimeOffset.Now - started,
        };

    private sealed class NoObserver : IComparisonObserver;
}

/// <summary>A finished comparison.</summary>
/// <param name="Summary">Arms and paired differences.</param>
/// <param name="Runs">Every run, in the order of the plan.</param>
/// <param name="Folder">The folder of records and report.</param>
public sealed record ComparisonResult(ComparisonSummary Summary, IReadOnlyList<RunRecord> Runs, string Folder)
{
    /// <summary>How many of <see cref="Runs"/> were not run again because an earlier start of the same comparison had finished
    /// them.</summary>
    public int Reused { get; init; }

    internal LookPlan Look { get; init; } = LookPlan.Once;

    /// <summary>Evaluates a requirement on the final accuracies.</summary>
    /// <param name="requirement">The requirement.</param>
    /// <param name="margin">The margin of the comparison in percentage points; null for none.</param>
    /// <exception cref="ArgumentException">An arm is not of this comparison, or <c>&gt;=</c> is given without a margin.</exception>
    public RequirementOutcome Evaluate(Requirement requirement, double? margin = null)
    {
        ArgumentNullException.ThrowIfNull(requirement);
        return requirement.Evaluate(Summaries.Accuracies([.. Summary.Arms.Select(arm => arm.Norm)], Runs), Look.Options(margin));
    }
}
