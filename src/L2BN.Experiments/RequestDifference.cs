using L2BN.Results;

namespace L2BN.Experiments;

/// <summary>What keeps a run on disk from being part of a comparison.</summary>
internal static class RequestDifference
{
    /// <summary>The first difference in words, <c>epochs is 6 there and 8 here</c>; null where both ask for the same.</summary>
    public static string? Between(RunRecord there, RunRecord here)
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
        foreach (var (name, value) in run.Request?.Options ?? new Dictionary<string, string>()) facts[name] = value;
        facts["the fingerprint of the data (samples, their labels, --train-size, --label-noise, --fold)"] = run.Request?.DataFingerprint;
        facts["the number of parameters"] = $"{run.Parameters}";
        facts["the version of l2bn"] = run.Request?.Environment?.Version;
        return facts;
    }

    private static string Shown(string? value) => value is null ? "not on record" : value.Length > 24 ? value[..24] + "…" : value;
}
