using L2BN.Results;

namespace L2BN.Experiments;

/// <summary>Where a comparison's records go.</summary>
internal static class OutputFolder
{
    private const string Parent = "runs";

    /// <summary>
    /// The folder asked for; else the newest under <c>runs/</c> that the same request left unfinished, so that the same command goes on where
    /// it was stopped; else a new one there. It is claimed for this process until <c>Claim</c> is disposed of.
    /// </summary>
    /// <exception cref="ResultsException">The folder cannot be written, or another process is writing there.</exception>
    public static (ComparisonFolder Folder, IDisposable Claim) Open(
        string? asked, DateTimeOffset now, IReadOnlyList<PlannedRun> plan, RunFactory factory)
    {
        if (asked is null && Unfinished(plan, factory) is { } unfinished) return unfinished;
        string path = asked ?? New(now);
        ComparisonFolder folder = ComparisonFolder.Create(path);
        return (folder, folder.TryClaim() ?? throw new ResultsException(
            $"Cannot write '{path}': another process is writing there. Wait for it, or choose another folder with --out."));
    }

    private static (ComparisonFolder Folder, IDisposable Claim)? Unfinished(IReadOnlyList<PlannedRun> plan, RunFactory factory)
    {
        if (!Directory.Exists(Parent)) return null;
        foreach (string path in Directory.EnumerateDirectories(Parent, "compare-*").OrderDescending(StringComparer.Ordinal))
        {
            if (!ComparisonFolder.HasRuns(path) || File.Exists(ComparisonFolder.Open(path).SummaryPath)) continue;
            ComparisonFolder folder = ComparisonFolder.Open(path);
            if (folder.TryClaim() is not { } claim) continue;
            if (IsOurs(folder, plan, factory)) return (folder, claim);
            claim.Dispose();
        }

        return null;
    }

    // A damaged folder that nobody asked for is left alone, not complained about.
    private static bool IsOurs(ComparisonFolder folder, IReadOnlyList<PlannedRun> plan, RunFactory factory)
    {
        try { return EarlierRuns.Difference(folder.ReadRuns(), plan, factory) is null; }
        catch (ResultsException) { return false; }
    }

    private static string New(DateTimeOffset now)
    {
        string path = Path.Combine(Parent, $"compare-{now:yyyyMMdd-HHmmss}");
        return Directory.Exists(path) ? $"{path}-{Environment.ProcessId}" : path;
    }
}
