using L2BN.Results;

namespace L2BN.Experiments;

/// <summary>
/// The folder of a comparison, with the claim on its summary: one process plans and writes the summary, while each run has a claim of its
/// own, held by the process that trains it.
/// </summary>
internal sealed class ComparisonOutput : IDisposable
{
    private const string Parent = "runs";
    private readonly FolderClaim _claim;

    private ComparisonOutput(FolderClaim claim) => (_claim, Folder) = (claim, ComparisonFolder.Open(claim.FolderPath));

    public ComparisonFolder Folder { get; }

    /// <summary>See <see cref="FolderClaim.Note"/>.</summary>
    public string? Note => _claim.Note;

    /// <summary>
    /// Opens the given folder; without one, the newest under <c>runs/</c> that the same request left unfinished, so that the same command
    /// resumes it, else a new one there.
    /// </summary>
    /// <exception cref="ResultsException">
    /// The folder cannot be written, another process is writing there, or it has runs of another request.
    /// </exception>
    public static ComparisonOutput Open(string? path, DateTimeOffset now, ComparisonRuns runs)
    {
        ComparisonOutput output = path is not null
            ? new ComparisonOutput(FolderClaim.Take(path))
            : FindUnfinished(runs) ?? new ComparisonOutput(FolderClaim.TakeUnused(Path.Combine(Parent, $"compare-{now:yyyyMMdd-HHmmss}")));
        try
        {
            output.RequireSameRequest(runs);
            output.Folder.CheckWritten();
            ResultsFile.Clean(output.Folder.FolderPath);
            return output;
        }
        catch
        {
            output.Dispose();
            throw;
        }
    }

    public void Dispose() => _claim.Dispose();

    private static ComparisonOutput? FindUnfinished(ComparisonRuns runs)
    {
        foreach (string path in ComparisonFolder.FindIn(Parent, "compare-*"))
        {
            if (TryOpen(path, runs) is { } output)
                return output;
        }

        return null;
    }

    // A folder that the user did not name is skipped where it is damaged, or cannot be read or written.
    private static ComparisonOutput? TryOpen(string path, ComparisonRuns runs)
    {
        ComparisonOutput? output = null;
        try
        {
            if (!ComparisonFolder.HasRuns(path) || ComparisonFolder.Open(path).HasSummary)
                return null;
            output = FolderClaim.TryTake(path) is { } claim ? new ComparisonOutput(claim) : null;
            output?.Folder.CheckWritten();
            if (output is not null && RequestFacts.FindDifference(output.Folder.ReadRuns(), runs) is null)
                return output;
        }
        catch (ResultsException)
        {
        }

        output?.Dispose();
        return null;
    }

    private void RequireSameRequest(ComparisonRuns runs)
    {
        if (RequestFacts.FindDifference(Folder.ReadRuns(), runs) is { } difference)
        {
            throw new ResultsException($"'{Folder.FolderPath}' holds another comparison: {difference}. "
                + "Choose another folder with --out, or repeat the command it was made with.");
        }
    }
}
