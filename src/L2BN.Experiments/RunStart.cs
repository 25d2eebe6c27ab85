using L2BN.Results;
using L2BN.Training.Checkpoints;

namespace L2BN.Experiments;

/// <summary>Where a run begins: afresh, or after the last epoch that an earlier start of the same comparison finished.</summary>
/// <param name="Folder">Where its records go.</param>
/// <param name="Epochs">Epochs that are finished and on record.</param>
/// <param name="From">The checkpoint to go on from; null to start.</param>
internal sealed record RunStart(RunFolder Folder, IReadOnlyList<EpochRecord> Epochs, Checkpoint? From)
{
    /// <summary>Looks for a checkpoint of this very run and makes or reopens its folder.</summary>
    /// <exception cref="ResultsException">The folder cannot be written.</exception>
    public static RunStart Of(string path, RunRecord run, CheckpointOptions? checkpoints)
    {
        if (checkpoints is not null && Left(path, checkpoints) is { } from)
        {
            RunFolder folder = RunFolder.Resume(path, from.Position.Epoch);
            return new(folder, RunFolder.Read(path).Epochs, from);
        }

        RunCheckpoints.FolderOf(path).Clear();
        return new(RunFolder.Create(path, run), [], null);
    }

    // A checkpoint that would not give the bits of an unbroken run, or that is ahead of the records, is not gone on from.
    private static Checkpoint? Left(string path, CheckpointOptions checkpoints) =>
        RunFolder.Exists(path) && checkpoints.Folder.FindNewest(out _) is { } newest && newest.Facts.Changes(checkpoints.Facts).Count == 0
        && RunFolder.Read(path).Epochs.Count >= newest.Position.Epoch ? newest : null;
}
