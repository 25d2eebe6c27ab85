namespace L2BN.Results;

/// <summary>The result of <c>l2bn compare</c>: serialized in snake_case it is the JSON object of the command's contract.</summary>
/// <remarks>A number that does not exist is null, never NaN.</remarks>
public sealed record ComparisonSummary
{
    /// <summary>Version of this form; 1.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>Name of the data set.</summary>
    public required string Data { get; init; }

    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Epochs of every run.</summary>
    public required int Epochs { get; init; }

    /// <summary>One entry per arm, in the order of the request.</summary>
    public required IReadOnlyList<ArmSummary> Arms { get; init; }

    /// <summary>One entry per arm against the first.</summary>
    public required IReadOnlyList<PairedSummary> Paired { get; init; }

    /// <summary>Path of the HTML report.</summary>
    public string? Report { get; init; }

    /// <summary>The most runs that were trained at the same time; null where it was not recorded. Times per step are those beside the
    /// others.</summary>
    public int? Jobs { get; init; }

    /// <summary>Divisions of the data that the seeds took turns with; null where all had the same.</summary>
    public int? Folds { get; init; }

    /// <summary>Test samples per shift and severity; null where no shift was tested.</summary>
    public int? ShiftSamples { get; init; }
}

/// <summary>Mean, sample standard deviation (n − 1; null below two values) and the values in seed order.</summary>
public sealed record Spread
{
    /// <summary>Arithmetic mean; null without values.</summary>
    public double? Mean { get; init; }

    /// <summary>Sample standard deviation; null below two values.</summary>
    public double? Std { get; init; }

    /// <summary>One value per seed, in seed order.</summary>
    public required IReadOnlyList<double> Values { get; init; }

    /// <summary>Summarizes <paramref name="values"/>.</summary>
    public static Spread FromValues(IReadOnlyList<double> values)
    {
        double? mean = values.Count == 0 ? null : values.Average();
        double? std = values.Count < 2 ? null : Math.Sqrt(values.Sum(v => (v - mean!.Value) * (v - mean.Value)) / (values.Count - 1));
        return new Spread { Mean = mean, Std = std, Values = values };
    }
}

/// <summary>One arm of a comparison, over its seeds. Accuracies in percent at the final epoch, never the best one.</summary>
public sealed record ArmSummary
{
    /// <summary>Name of the arm.</summary>
    public required string Norm { get; init; }

    /// <summary>Final test accuracy with the statistics that training left.</summary>
    public required Spread Accuracy { get; init; }

    /// <summary>Final test accuracy with running statistics re-estimated.</summary>
    public required Spread AccuracyRecalibrated { get; init; }

    /// <summary>Final test loss.</summary>
    public required Spread Loss { get; init; }

    /// <summary>Median time of a training step in milliseconds, over the arm's runs; null where nothing was timed.</summary>
    public double? MsPerStep { get; init; }

    /// <summary>The most resident memory that the process used during any of the arm's runs, in bytes; null where the system does not
    /// say.</summary>
    public long? PeakMemoryBytes { get; init; }

    /// <summary>Discriminability metrics at the pooled features by name, means over seeds; null where not analyzed.</summary>
    public IReadOnlyDictionary<string, double?>? Discriminability { get; init; }

    /// <summary>Runs that diverged or stayed at chance: they are in none of the values above.</summary>
    public int Failed { get; init; }

    /// <summary>Results on shifted test samples by the name of the shift; null where none was tested.</summary>
    public IReadOnlyDictionary<string, ShiftSummary>? Shifts { get; init; }
}

/// <summary>Arm <see cref="B"/> against arm <see cref="A"/> over paired seeds: differences are B − A in percentage points.</summary>
public sealed record PairedSummary : IChecked
{
    /// <summary>The first arm.</summary>
    public required string A { get; init; }

    /// <summary>The other arm.</summary>
    public required string B { get; init; }

    /// <summary>Mean of the paired differences.</summary>
    public double? DeltaMean { get; init; }

    /// <summary>Interval of 95 % for the mean difference; null below two pairs.</summary>
    public IReadOnlyList<double>? Ci95 { get; init; }

    /// <summary>Two-sided p of the exact sign-flip permutation test, as if the pairs were looked at once.</summary>
    public double? PSignFlip { get; init; }

    /// <summary>Smallest true difference that this many pairs of this spread decide with 80 % probability.</summary>
    public double? SmallestDetectable { get; init; }

    /// <summary>Number of pairs in which both runs succeeded.</summary>
    public required int Seeds { get; init; }

    /// <summary><c>better</c>, <c>worse</c>, <c>equivalent</c> or <c>undecided</c>, of B against A.</summary>
    public required string Verdict { get; init; }

    /// <summary><see cref="PSignFlip"/> with every look accounted for, after Holm's correction; equal to it for one look and one
    /// comparison, null where it was not computed.</summary>
    public double? PAdjusted { get; init; }

    /// <summary>Cohen's d_z: the mean difference divided by the standard deviation of the differences.</summary>
    public double? EffectSize { get; init; }

    /// <summary>
    /// Fewest pairs that can decide anything: 6, or more where several comparisons share the 5 %; null where not computed.
    /// </summary>
    public int? FewestSeeds { get; init; }

    /// <summary>Very roughly how many more pairs would decide a difference of the observed size, whose own error may change the number
    /// tenfold; 0 once it is decided.</summary>
    public int? MoreSeedsNeeded { get; init; }

    /// <summary>Margin of equivalence in percentage points, where one was given.</summary>
    public double? Margin { get; init; }

    /// <summary>What <see cref="Ci95"/> excludes; null where it excludes nothing.</summary>
    public Exclusion? Excludes { get; init; }

    /// <summary>How often the pairs were looked at: <c>fixed</c> (once), <c>planned</c> or <c>anytime</c>; null where not
    /// recorded.</summary>
    public string? Method { get; init; }

    /// <summary>The numbers of pairs at which verdicts were computed so far, this one included.</summary>
    public IReadOnlyList<int> Looks { get; init; } = [];

    /// <summary>Correlation of the two arms' accuracies over the pairs; null where it does not exist.</summary>
    public double? Correlation { get; init; }

    /// <summary>The difference in test loss, the second endpoint; null where not computed.</summary>
    public LossComparison? Loss { get; init; }

    /// <summary>Two-sided p of an exact test of whether one arm fails more often, after Holm's correction; null where no run
    /// failed.</summary>
    public double? PFailed { get; init; }

    /// <summary>The secondary questions by the name of the shift; null where no shift was tested.</summary>
    public IReadOnlyDictionary<string, PairedShift>? Shifts { get; init; }

    string? IChecked.FindFault() => Margin is { } margin && !(margin > 0 && double.IsFinite(margin))
        ? $"expected a margin above 0, got {margin}" : null;
}

/// <summary>What an interval excludes, in percentage points: gains above one number and losses beyond the other.</summary>
public sealed record Exclusion
{
    /// <summary>No larger gain of the second arm is compatible with the pairs; 0 where it gains nothing.</summary>
    public required double GainAbove { get; init; }

    /// <summary>No larger loss of the second arm is compatible with the pairs; 0 where it loses nothing.</summary>
    public required double LossBeyond { get; init; }
}

/// <summary>The difference in test loss, B − A: negative where B is better. It has 5 % of its own, shared by the arms.</summary>
public sealed record LossComparison
{
    /// <summary>Mean of the paired differences.</summary>
    public double? DeltaMean { get; init; }

    /// <summary>Interval of 95 % for the mean difference; null below two pairs.</summary>
    public IReadOnlyList<double>? Ci95 { get; init; }

    /// <summary>p after correction for looks and arms.</summary>
    public double? P { get; init; }

    /// <summary>Cohen's d_z.</summary>
    public double? EffectSize { get; init; }

    /// <summary><c>better</c> where B's loss is lower, <c>worse</c> or <c>undecided</c>.</summary>
    public required string Verdict { get; init; }
}
