using L2BN.Data.Shifts;
using L2BN.Reporting.Sections;
using L2BN.Training;

namespace L2BN.Experiments;

/// <summary>What a comparison runs.</summary>
public sealed record ComparisonOptions
{
    /// <summary>The norms to compare, the first being the baseline; default <c>bn</c> and <c>l2bn</c>. A norm named twice makes an A/A
    /// test.</summary>
    public IReadOnlyList<string> Norms { get; init; } = ["bn", "l2bn"];

    /// <summary>Paired runs per arm, ≥ 1, default 6: the fewest with which a sign-flip test can reach 5 %.</summary>
    public int Seeds { get; init; } = 6;

    /// <summary>
    /// Numbers of pairs at which the result is looked at, rising to <see cref="Seeds"/>: training ends at the first look that decides every
    /// arm. Default none: one look, after all seeds.
    /// </summary>
    public IReadOnlyList<int> Looks { get; init; } = [];

    /// <summary>Options of every run; its seed is the first one.</summary>
    public required TrainerOptions Training { get; init; }

    /// <summary>
    /// Whether each trained network is analyzed for discriminability (default): on the test split in evaluation mode with re-estimated
    /// running statistics, at every normalization layer that the model reaches through <c>call</c>, and at the input of its last layer.
    /// </summary>
    public bool Analyze { get; init; } = true;

    /// <summary>
    /// Whether each run is saved after every epoch (default), so that a comparison that was stopped resumes from there, and the end of
    /// every run can be analyzed later. Its folder then holds two checkpoints while it trains, one when it is finished.
    /// </summary>
    public bool Checkpoints { get; init; } = true;

    /// <summary>
    /// Test samples that the metrics of layers rest on, of every class its share, ≥ 2, default 400: more cost time. What the classifier
    /// sees is measured on the whole test split.
    /// </summary>
    public int AnalyzedSamples { get; init; } = NetworkAnalysis.DefaultLayerSamples;

    /// <summary>
    /// Shifts of the test samples that every finished run is tested on (<see cref="ShiftCatalog.Parse"/>); default none. They are no part
    /// of what makes two comparisons the same: a finished run is tested on those that are not in its record.
    /// </summary>
    public IReadOnlyList<ChosenShift> Shifts { get; init; } = [];

    /// <summary>Test samples per shift and severity, of every class its share, ≥ 1; fewer where the test split is smaller. Default
    /// 500.</summary>
    public int ShiftSamples { get; init; } = 500;

    /// <summary>Name of the model in records and tables.</summary>
    public string Model { get; init; } = "model";

    /// <summary>Name of the data in records and tables; default the training split's own.</summary>
    public string? Data { get; init; }

    /// <summary>
    /// The largest difference in percentage points that does not matter, finite and &gt; 0; null, the default, leaves the verdict
    /// <c>equivalent</c> out.
    /// </summary>
    public double? Margin { get; init; }

    /// <summary>
    /// Folder for records and report. Finished runs of the same request in it are reused, and only the missing ones are run. Default the
    /// newest unfinished comparison of the same request under <c>runs/</c>, else a new folder there.
    /// </summary>
    public string? Output { get; init; }

    /// <summary>Whether each run also writes TensorBoard events, into a folder <c>tensorboard</c> in its own; default false.</summary>
    public bool TensorBoard { get; init; }

    /// <summary>Command line that repeats the comparison, for the report.</summary>
    public string? Command { get; init; }

    /// <summary>Further sections of the HTML report; default none.</summary>
    public IReadOnlyList<ReportSection> Sections { get; init; } = [];

    /// <summary>What trains the runs; null, the default, for this process, one run after the other. Results do not depend on
    /// it.</summary>
    public IRunWorkers? Workers { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">An option is outside its range; the message names it.</exception>
    public void Validate()
    {
        if (Norms.Count == 0)
            throw new ArgumentException("A comparison needs at least one norm; got none.");
        ArgumentOutOfRangeException.ThrowIfLessThan(Seeds, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(AnalyzedSamples, 2);
        if (Looks.Count > 0 && (Looks[0] < 1 || Looks[^1] != Seeds || Looks.Zip(Looks.Skip(1)).Any(two => two.First >= two.Second)))
            throw new ArgumentException($"Expected looks that rise from 1 or more to {Seeds} seeds; got {string.Join(", ", Looks)}.");
        ArgumentOutOfRangeException.ThrowIfLessThan(ShiftSamples, 1);
        if (Margin is { } margin && !(margin > 0 && double.IsFinite(margin)))
            throw new ArgumentException($"Expected a margin above 0 percentage points; got {margin}.");
        Training.Validate();
    }
}
