using L2BN.Formats;
using L2BN.Formats.Safetensors;
using L2BN.Results;

namespace L2BN.Training.Checkpoints;

/// <summary>
/// The checkpoints of a run: the newest numbered ones, <c>last.safetensors</c>, a second name of the newest, and
/// <c>best.safetensors</c>. A process may die at any moment: every file is complete.
/// </summary>
public sealed class CheckpointFolder
{
    private const string Prefix = "step-", Extension = ".safetensors";

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

    /// <summary>Whether the folder is a link. Nothing is deleted through one: its target may belong to somebody else.</summary>
    public bool IsLink => new DirectoryInfo(FolderPath).LinkTarget is not null;

    /// <summary>Whether there is a file with the name of a checkpoint, sound or not.</summary>
    /// <exception cref="FileFormatException">The folder cannot be read.</exception>
    public bool HasAny => Files().Count > 0;

    /// <summary>The newest checkpoint whose every byte is as it was written, to be disposed by the caller; null where there is
    /// none.</summary>
    /// <param name="damaged">Why newer ones were skipped, a sentence each.</param>
    /// <exception cref="FileFormatException">The folder or one of the newest files cannot be read: it may be sound.</exception>
    public Checkpoint? FindNewest(out IReadOnlyList<string> damaged)
    {
        List<string> reasons = [];
        damaged = reasons;
        // The first is last.safetensors or, where that is damaged, the highest number; a higher number beside a stale 'last' wins.
        IReadOnlyList<string> files = Files();
        IEnumerable<string> candidates = files.Where(file => file == Last).Concat(Numbered(files));
        Checkpoint[] sound = [.. candidates.Select(path => TryOpen(path, reasons)).OfType<Checkpoint>().Take(2)];
        Checkpoint? newest = sound.MaxBy(checkpoint => checkpoint.Position.Step);
        foreach (Checkpoint other in sound.Where(checkpoint => checkpoint != newest))
            other.Dispose();
        return newest;
    }

    /// <summary>Refuses what training could neither replace nor delete; nothing is changed.</summary>
    /// <param name="from">The checkpoint that training continues from; null where the others are deleted first.</param>
    /// <exception cref="ResultsException">
    /// The folder is a file or a link to nothing; there is a folder with the name of a checkpoint, or a link with that of a later one.
    /// </exception>
    /// <exception cref="FileFormatException">The folder cannot be read.</exception>
    public void CheckStart(Checkpoint? from)
    {
        if (!Directory.Exists(FolderPath) && (File.Exists(FolderPath) || IsLink))
            throw Refuse(FolderPath, "a folder", "a file or a link to nothing");
        foreach (string file in Files())
        {
            bool isLink = new FileInfo(file).LinkTarget is not null;
            if (!isLink && Directory.Exists(file))
                throw Refuse(file, "a checkpoint", "a folder");
            if (isLink && from is not null && string.CompareOrdinal(file, NumberedPath(from.Position.Step)) > 0 && IsNumbered(file))
                throw Refuse(file, "a checkpoint that this program made", "a link");
        }
    }

    internal void Save(CheckpointState state, IReadOnlyList<TensorData> tensors, bool best)
    {
        // A folder whose parent is gone was moved away: what is saved must not go on in a new one.
        if (Path.GetDirectoryName(Path.GetFullPath(FolderPath)) is { } parent && !Directory.Exists(parent))
            throw new DirectoryNotFoundException($"the folder '{parent}' was moved or deleted");
        Directory.CreateDirectory(FolderPath);
        string numbered = NumberedPath(state.Position.Step);
        Checkpoint.Write(numbered, state, tensors);
        AtomicFile.Link(numbered, Last);
        if (best)
            AtomicFile.Link(numbered, Best);
        Delete(Numbered(Files()).Skip(Keep));
    }

    /// <summary>Deletes what processes that died left: temporary files, and numbered checkpoints beyond <see cref="Keep"/>. Only for a
    /// folder that no other process writes to; one that is a link is left as it is.</summary>
    public void Clean()
    {
        if (IsLink)
            return;
        ResultsFile.Clean(FolderPath);
        Delete(Numbered(Files()).Skip(Keep));
    }

    /// <summary>Removes all but the newest checkpoint, <see cref="Last"/>: the result of a finished run. A folder that is a link is left
    /// as it is.</summary>
    public void DeleteAllButLast()
    {
        Clean();
        IReadOnlyList<string> files = Files();
        if (files.Contains(Last))
            Delete(files.Where(file => file != Last));
    }

    /// <summary>Removes every checkpoint.</summary>
    /// <exception cref="ResultsException">There are some, and the folder is a link.</exception>
    public void Clear()
    {
        if (IsLink && HasAny)
            throw new ResultsException(
                $"Cannot delete the checkpoints in '{FolderPath}': it is a link. Remove the link, or choose another folder with --out.");
        Clean();
        Delete(Files());
    }

    private void Delete(IEnumerable<string> files)
    {
        if (IsLink)
            return;
        foreach (string file in files)
            ResultsFile.Delete(file);
    }

    private IReadOnlyList<string> Files()
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(FolderPath, "*" + Extension).Where(IsOurs)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw FileFormatException.Unreadable(FolderPath, refused);
        }
    }

    private bool IsOurs(string file) =>
        file == Last || file == Best || IsNumbered(file);

    private static bool IsNumbered(string file) => Path.GetFileName(file).StartsWith(Prefix, StringComparison.Ordinal);

    private string NumberedPath(long step) => Path.Combine(FolderPath, $"{Prefix}{step:D10}{Extension}");

    private static IEnumerable<string> Numbered(IEnumerable<string> files) =>
        files.Where(IsNumbered).OrderDescending(StringComparer.Ordinal);

    private static ResultsException Refuse(string path, string expected, string found) =>
        new($"Cannot save checkpoints at '{path}': expected {expected}, got {found}. Move it away, or choose another folder with --out.");

    private static Checkpoint? TryOpen(string path, List<string> reasons)
    {
        try
        {
            return Checkpoint.Open(path);
        }
        catch (FileFormatException gone) when (gone.InnerException is FileNotFoundException)
        {
            // The run that writes here has deleted it since the folder was read.
            return null;
        }
        catch (FileFormatException damage) when (!damage.IsUnreadable)
        {
            reasons.Add(damage.Message);
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
