using L2BN.Results;

namespace L2BN.Reporting;

/// <summary>The environment as names and values for people.</summary>
internal static class EnvironmentFacts
{
    public static IEnumerable<(string Name, string Value)> Of(EnvironmentRecord record)
    {
        yield return ("L2BN", record.Version);
        yield return ("Processor", record.Processor);
        yield return ("Cores", $"{record.Cores} logical, {record.Threads} used by torch");
        if (record.VectorBits > 0) yield return ("Vectors", $"{record.VectorBits} bits");
        yield return ("Memory", $"{Numbers.Fixed(record.MemoryBytes / (double)(1 << 30), 1)} GiB");
        yield return ("Device", record.Device);
        yield return ("System", record.Os);
        yield return ("Runtime", record.Runtime);
        foreach ((string name, string version) in record.Libraries.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            yield return (name, version);
    }
}
