using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using L2BN.Data.Augmentation;
using L2BN.Kernels;
using L2BN.Results;
using L2BN.Training;

namespace L2BN.Experiments;

/// <summary>What must be equal for two runs to be runs of one comparison.</summary>
internal static partial class RequestFacts
{
    /// <summary>The facts of a run of a comparison: every option that decides a number in its record.</summary>
    public static Dictionary<string, string> FromOptions(ComparisonOptions options, int seed)
    {
        Dictionary<string, string> facts = FromOptions(options.Training with { Seed = seed, Checkpoints = null });
        if (!options.Analyze)
            facts["analysis"] = "none";
        else if (options.AnalyzedSamples != NetworkAnalysis.DefaultLayerSamples)
            facts["analysis"] = $"{options.AnalyzedSamples} samples";
        return facts;
    }

    /// <summary>Every training option by its command-line name, as text that is equal only for equal values, in every culture.</summary>
    /// <remarks>Read from the type itself: an option that is added to it cannot be forgotten here, which would mix runs that differ in
    /// it.</remarks>
    public static Dictionary<string, string> FromOptions(TrainerOptions options) => Properties(typeof(TrainerOptions))
        .ToDictionary(property => Name(property.Name), property => Text(property.GetValue(options), missing: "none"));

    /// <summary>The first difference between runs on disk and a plan, in words; null where they belong to it.</summary>
    public static string? FindDifference(IReadOnlyList<RunRecord> found, ComparisonRuns runs)
    {
        foreach (RunRecord run in found)
        {
            PlannedRun? planned = runs.Plan.FirstOrDefault(planned => planned.Arm.Name == run.Arm && planned.Seed == run.Seed);
            if (planned is null)
                return $"it has a run of {run.Arm} with seed {run.Seed}, which is not in the request";
            if (FindDifference(run, runs.CreateRecord(planned)) is { } difference)
                return difference;
        }

        return null;
    }

    private static string? FindDifference(RunRecord there, RunRecord here)
    {
        (Dictionary<string, string?> theirs, Dictionary<string, string?> ours) = (Facts(there), Facts(here));
        string? name = ours.Keys.Union(theirs.Keys).FirstOrDefault(key => theirs.GetValueOrDefault(key) != ours.GetValueOrDefault(key));
        return name is null ? null : Difference(name, theirs.GetValueOrDefault(name), ours.GetValueOrDefault(name));
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
        foreach ((string name, string value) in run.Request?.Options ?? new Dictionary<string, string>())
            facts[name] = value;
        facts["the fingerprint of the data (samples, their labels, --train-size, --label-noise, --fold)"] = run.Request?.DataFingerprint;
        facts["the number of parameters"] = $"{run.Parameters}";
        facts["the version of l2bn"] = run.Request?.Environment?.Version;
        return facts;
    }

    private static string Difference(string name, string? there, string? here)
    {
        int same = (there ?? "").AsSpan().CommonPrefixLength(here ?? "");
        return $"{name} is {Shown(there, same)} there and {Shown(here, same)} here";
    }

    // Of a long text the part around the first difference.
    private static string Shown(string? value, int same)
    {
        const int Before = 16, Longest = 32;
        if (value is null)
            return "not on record";
        if (value.Length <= Longest)
            return value;
        int start = Math.Clamp(same - Before, 0, value.Length - Longest);
        return $"{(start > 0 ? "…" : "")}{value.AsSpan(start, Longest)}{(start + Longest < value.Length ? "…" : "")}";
    }

    private static string Name(string property) => property == nameof(TrainerOptions.LearningRate)
        ? "lr"
        : CapitalInside().Replace(property, "-$0").ToLowerInvariant();

    private static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).OrderBy(property => property.MetadataToken);

    private static string Text(object? value, string missing) => value switch
    {
        null => missing,
        string text => text,
        IAugmentation augmentation => augmentation.Identity,
        FeatureLayout layout => ComputeFormat.LayoutName(layout),
        Precision precision => ComputeFormat.PrecisionName(precision),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        bool flag => flag.ToString(),
        IEnumerable list => ListText(list),
        _ => RecordText(value),
    };

    // An empty list is written as runs of version 0.1 have it, so that they are still resumed.
    private static string ListText(IEnumerable list)
    {
        string[] items = [.. list.Cast<object?>().Select(NestedText)];
        Type element = list.GetType()
            .GetInterfaces()
            .First(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>));
        return items.Length == 0 ? $"{element.GenericTypeArguments[0]}[]" : $"[{string.Join(", ", items)}]";
    }

    // As a record prints itself, but in one culture and with what its lists contain.
    private static string RecordText(object value)
    {
        string[] parts = [.. Properties(value.GetType()).Select(property => $"{property.Name} = {NestedText(property.GetValue(value))}")];
        return parts.Length > 0
            ? $"{value.GetType().Name} {{ {string.Join(", ", parts)} }}"
            : throw new ArgumentException($"Expected an option whose properties tell its value; got a {value.GetType()}.");
    }

    private static string NestedText(object? value) =>
        value is string text ? JsonSerializer.Serialize(text, ComparisonEventContext.Default.String) : Text(value, missing: "");

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex CapitalInside();
}
