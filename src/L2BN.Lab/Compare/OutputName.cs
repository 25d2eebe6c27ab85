using L2BN.Lab.Shared;
using L2BN.Results;

namespace L2BN.Lab.Compare;

/// <summary>The folder that <c>--out</c> or <c>--resume</c> names.</summary>
internal static class OutputName
{
    public static string? Of(CompareSettings settings)
    {
        if (settings.Resume is not { } folder) return settings.Output;
        if (settings.Output is not null) throw new UsageException("Give either --resume or --out: both name the folder of the comparison.");
        if (!ComparisonFolder.HasRuns(folder) && !(Directory.Exists(folder) && Directory.EnumerateDirectories(folder).Any(ComparisonFolder.HasRuns)))
            throw new ResultsException($"Cannot resume '{folder}': there is no comparison in it. Give the folder of an earlier 'l2bn compare'.");
        return folder;
    }
}
