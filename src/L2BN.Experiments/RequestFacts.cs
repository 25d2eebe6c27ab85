using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using L2BN.Results;
using L2BN.Training;

namespace L2BN.Experiments;

/// <summary>What must be equal for two runs to be runs of one comparison.</summary>
internal static partial class RequestFacts
{
    /// <summary>Every training option by its command-line name, as text that is equal only for equal values.</summary>
    /// <remarks>Read from the type itself: an option that is added to it cannot be forgotten here, which would mix runs that differ in it.</remarks>
    public static IReadOnlyDictionary<string, string> FromOptions(TrainerOptions options) => typeof(TrainerOptions).GetProperties()
        .OrderBy(property => property.MetadataToken)
        .ToDictionary(property => Name(property.Name), property => Text(property.GetValue(options)));

    /// <summary>The first difference between runs on disk and a plan, in words; null where they belong to it.</summary>
    public static string? FindDifference(IReadOnlyList<RunRecord> found, ComparisonRuns runs)
    {
        foreach (RunRecord run in found)
        {
            PlannedRun? planned = runs.Plan.FirstOrDefault(planned => planned.Arm.Name == run.Arm && planned.Seed == run.Seed);
            if (planned is null)
                return $"it has a run of {run.Arm} with seed {run.Seed}, which is not asked for";
            if (FindDifference(run, runs.CreateRecord(planned)) is { } difference)
                return difference;
        }

        return null;
    }

    private static string? FindDifference(RunRecord there, RunRecord here)
    {
        var (theirs, ours) = (Facts(there), Facts(here));
        string? name = ours.Keys.Union(theirs.Keys).FirstOrDefault(key => theirs.GetValueOrDefault(key) != ours.GetValueOrDefault(key));
        return name is null ? null : $"{name} is {Shown(theirs.GetValueOrDefault(name))} there and {Shown(ours.GetValueOrDefault(name))} here";
    }

    private static Dictionary<string, string?> Facts(RunRecord run)
    {
        Dictionary<string, string?> facts = new()
        {
            ["the model"] = run.Model,
            ["the data set"] = run.Data,
            ["the norm"] = run.Norm,
            ["the place among the arms"] = $"{run.ArmIndex + 1}",
        };
        foreach (var (name, value) in run.Request?.Options ?? new Dictionary<string, string>())
            facts[name] = value;
        facts["the fingerprint of the data (samples, their labels, --train-size, --label-noise, --fold)"] = run.Request?.DataFingerprint;
        facts["the number of parameters"] = $"{run.Parameters}";
        facts["the version of l2bn"] = run.Request?.Environment?.Version;
        return facts;
    }

    private static string Shown(string? value) => value is null ? "not on record" : value.Length > 24 ? value[..24] + "…" : value;

    private static string Name(string property) => property == nameof(TrainerOptions.LearningRate)
        ? "lr"
        : CapitalInside().Replace(property, "-$0").ToLowerInvariant();

    private static string Text(object? value) => value switch
    {
        null => "none",
        string text => text,
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable list => string.Join(',', list.Cast<object?>().Select(Text)),
        _ => value.ToString() ?? "",
    };

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex CapitalInside();
}
