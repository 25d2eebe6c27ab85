using L2BN.Formats;
using L2BN.Formats.Safetensors;

namespace L2BN.Training.Checkpoints;

/// <summary>
/// The checkpoints of a run: the newest numbered ones, <c>last.safetensors</c>, a second name of the newest, and
/// <c>best.safetensors</c>. A process may die at any moment: every file is complete.
/// </summary>
public sealed class CheckpointFolder
{
    private const string Extension = ".safetensors";

    /// <summary>Names a folder; nothing is read or written yet.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="keep">Numbered checkpoints to keep, ≥ 2 (one alone may be the one that is damaged), default 2.</param>
    public CheckpointFolder(string path, int keep = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 2);
        (FolderPath, Keep) = (path, keep);
    }

    /// <summary>The folder.</summary>
    public string FolderPath { get; }

    /// <summary>Numbered checkpoints to keep.</summary>
    public int Keep { get; }

    /// <summary>The newest checkpoint.</summary>
    public string Last => Path.Combine(FolderPath, "last" + Extension);

    /// <summary>The checkpoint of the best epoch.</summary>
    public string Best => Path.Combine(FolderPath, "best" + Extension);

    /// <summary>The newest checkpoint whose every byte is as it was written; null where there is none.</summary>
    /// <param name="damaged">Why newer ones were skipped, a sentence each.</param>
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
        if (best)
            AtomicFile.Link(numbered, Best);
        foreach (string old in Numbered().Skip(Keep))
            File.Delete(old);
    }

    /// <summary>Removes all but the newest checkpoint, <see cref="Last"/>: the result of a finished run.</summary>
    public void DeleteAllButLast()
    {
        if (!File.Exists(Last))
            return;
        AtomicFile.Clean(FolderPath);
        foreach (string file in Numbered().Append(Best))
            File.Delete(file);
    }

    /// <summary>Removes every checkpoint and temporary file.</summary>
    public void Clear()
    {
        AtomicFile.Clean(FolderPath);
        if (!Directory.Exists(FolderPath))
            return;
        foreach (string file in Numbered().Append(Last).Append(Best))
            File.Delete(file);
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

/// <summary>Where and how often a run is saved.</summary>
public sealed record CheckpointOptions
{
    /// <summary>The folder of the checkpoints.</summary>
    public required CheckpointFolder Folder { get; init; }

    /// <summary>The facts of the run, which every checkpoint records.</summary>
    public required CheckpointFacts Facts { get; init; }

    /// <summary>Saves after every so many steps too, ≥ 0; default 0, at the end of epochs only.</summary>
    public int EverySteps { get; init; }

    /// <summary>Whether the checkpoint of the best epoch gets a name of its own, default true.</summary>
    public bool NameBest { get; init; } = true;
}
