using L2BN.Formats;

namespace L2BN.Training.Checkpoints;

/// <summary>
/// The checkpoints of a run: numbered ones, of which the newest are kept, <c>last.safetensors</c>, a second name of the newest, and
/// <c>best.safetensors</c>. A process may die at any moment: what is there is complete.
/// </summary>
public sealed class CheckpointFolder
{
    private const string Extension = ".safetensors";

    /// <summary>Names a folder; nothing is read or written yet.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="keep">Numbered checkpoints that are kept, ≥ 2 (one alone may be the one that is damaged), default 2.</param>
    public CheckpointFolder(string path, int keep = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 2);
        (FolderPath, Keep) = (path, keep);
    }

    /// <summary>The folder.</summary>
    public string FolderPath { get; }

    /// <summary>Numbered checkpoints that are kept.</summary>
    public int Keep { get; }

    /// <summary>The newest checkpoint.</summary>
    public string Last => Path.Combine(FolderPath, "last" + Extension);

    /// <summary>The checkpoint of the best epoch.</summary>
    public string Best => Path.Combine(FolderPath, "best" + Extension);

    /// <summary>The newest checkpoint whose every byte is as it was written; null where there is none.</summary>
    /// <param name="damaged">Why newer ones were passed over.</param>
    public Checkpoint? FindNewest(out IReadOnlyList<string> damaged)
    {
        List<string> reasons = [];
        damaged = reasons;
        Checkpoint[] sound = [.. Candidates().Select(path => TryOpen(path, reasons)).OfType<Checkpoint>().Take(2)];
        // The first is last.safetensors or, where that is damaged, the highest number; a higher number beside a stale 'last' wins.
        return sound.MaxBy(checkpoint => checkpoint.Position.Step);
    }

    internal void Save(CheckpointState state, IReadOnlyList<TensorData> tensors, bool best)
    {
        Directory.CreateDirectory(FolderPath);
        string numbered = Path.Combine(FolderPath, $"step-{state.Position.Step:D10}{Extension}");
        Checkpoint.Write(numbered, state, tensors);
        AtomicFile.Link(numbered, Last);
        if (best) AtomicFile.Link(numbered, Best);
        foreach (string old in Numbered().Skip(Keep)) File.Delete(old);
    }

    /// <summary>Removes all but the newest checkpoint, <see cref="Last"/>: enough for whoever wants the result of a finished run.</summary>
    public void DeleteAllButLast()
    {
        if (!File.Exists(Last)) return;
        AtomicFile.Clean(FolderPath);
        foreach (string file in Numbered().Append(Best)) File.Delete(file);
    }

    /// <summary>Removes every checkpoint, and what dying processes left.</summary>
    public void Clear()
    {
        AtomicFile.Clean(FolderPath);
        if (!Directory.Exists(FolderPath)) return;
        foreach (string file in Numbered().Append(Last).Append(Best)) File.Delete(file);
    }

    private IEnumerable<string> Candidates() => Directory.Exists(FolderPath) ? Numbered().Prepend(Last).Where(File.Exists) : [];

    private IEnumerable<string> Numbered() => Directory.GetFiles(FolderPath, $"step-*{Extension}").OrderDescending(StringComparer.Ordinal);

    private static Checkpoint? TryOpen(string path, List<string> reasons)
    {
        try
        {
            return Checkpoint.Open(path);
        }
        catch (FileFormatException e)
        {
            reasons.Add(e.Message);
            return null;
        }
    }
}
