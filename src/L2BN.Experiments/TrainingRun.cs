using L2BN.Data;
using L2BN.Results;
using L2BN.Training;
using L2BN.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Experiments;

/// <summary>
/// One run from its folder to its record: claimed by this process, started or resumed, trained, analyzed, finished. A comparison has many
/// of them, <c>l2bn train</c> one.
/// </summary>
public sealed class TrainingRun : IDisposable
{
    private readonly FolderClaim _claim;
    private readonly TrainingRunOptions _options;
    private readonly CheckpointOptions? _checkpoints;
    private readonly List<string> _notes = [];

    private TrainingRun(FolderClaim claim, TrainingRunOptions options)
    {
        (_claim, _options) = (claim, options);
        _checkpoints = options.Checkpoints ? options.CreateCheckpoints(claim.FolderPath) : null;
    }

    /// <summary>The run folder.</summary>
    public string FolderPath => _claim.FolderPath;

    /// <summary>The checkpoint that training continues from; null where it starts from the beginning.</summary>
    public Checkpoint? From { get; private set; }

    /// <summary>The run on disk, where there is nothing left to do.</summary>
    public RunRecord? Finished { get; private set; }

    /// <summary>What the user should know about the state on disk, a sentence each.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>The checkpoint that a finished run leaves.</summary>
    public string LastCheckpoint => CheckpointFolder().Last;

    /// <summary>The folder of a run's checkpoints.</summary>
    /// <param name="runFolder">The run folder.</param>
    public static string CheckpointsOf(string runFolder) => Path.Combine(runFolder, RunFolder.CheckpointsName);

    /// <summary>Reads the state of a run on disk; nothing is written yet.</summary>
    /// <param name="claim">The claim of the run folder, which is disposed of with the run.</param>
    /// <param name="options">The run.</param>
    /// <exception cref="ResultsException">The folder has a run that must not be continued, or a damaged one, or what cannot be
    /// written.</exception>
    /// <exception cref="DataException">The run was started with other classes.</exception>
    public static TrainingRun Open(FolderClaim claim, TrainingRunOptions options)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(options);
        var run = new TrainingRun(claim, options);
        try
        {
            run.ReadState();
            return run;
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }

    /// <summary>Trains what is left of the run, and writes its records as they arrive.</summary>
    /// <param name="network">A new network, built after torch's generator was seeded.</param>
    /// <param name="observer">Receives the progress.</param>
    /// <param name="ct">Cancels between two steps, after saving.</param>
    /// <exception cref="ArgumentException">An option is outside its range; nothing was written.</exception>
    /// <exception cref="ResultsException">The folder cannot be written.</exception>
    /// <exception cref="DivergedException">A loss is not finite, and <see cref="TrainingRunOptions.RecordsFailure"/> is
    /// false.</exception>
    public RunRecord Train(nn.Module<Tensor, Tensor> network, IComparisonObserver observer, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(observer);
        var trainer = new Trainer(network, _options.Data, _options.Training with { Seed = _options.Run.Seed, Checkpoints = _checkpoints });
        if (From is not null)
            trainer.Resume(From);
        RunRecord record = _options.CreateRecord(network);
        RunFolder folder = StartFolder(record);
        IReadOnlyList<EpochRecord> earlier = From is null ? [] : RunFolder.Read(FolderPath).Epochs;
        if (From is not null)
            observer.OnRunResumed(_options.Run, earlier);

        var recorder = new RunRecorder(_options, folder, OpenEvents(earlier), observer, earlier);
        try
        {
            FinalRecord final = WholeRun(trainer.Run(recorder, ct).Final, recorder.Epochs);
            RunAnalysis? analysis = Analyze(network, observer, ct);
            if (analysis is not null)
                folder.WriteAnalysis(analysis);
            if (recorder.Shifts is { } shifts)
                folder.WriteShifts(shifts);
            folder.Finish(final);
            record = record with { Final = final, Analysis = analysis, Shifts = recorder.Shifts };
        }
        catch (DivergedException diverged) when (_options.RecordsFailure)
        {
            FailureRecord failure = new() { Reason = "diverged", Message = diverged.Message, Epochs = recorder.Epochs.Count };
            folder.Fail(failure);
            record = record with { Failure = failure };
        }

        CleanUp();
        return record with { Epochs = recorder.Epochs };
    }

    /// <summary>Brings the files of a run that is finished on disk into the form that the options want, without training.</summary>
    public RunRecord Reuse()
    {
        RunRecord finished = Finished ?? throw new InvalidOperationException("Expected a finished run; got one that is not. Train it.");
        CleanUp();
        OpenEvents(finished.Epochs);
        return finished;
    }

    /// <summary>Loads the network of a run that is finished on disk, as it was evaluated at its end.</summary>
    /// <param name="network">A network of the run's model.</param>
    /// <returns>False where the run has no sound checkpoint.</returns>
    public bool LoadFinished(nn.Module<Tensor, Tensor> network)
    {
        using Checkpoint? last = CheckpointFolder().FindNewest(out _);
        if (last is null)
            return false;
        last.LoadModel(network);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        From?.Dispose();
        _claim.Dispose();
    }

    private void ReadState()
    {
        if (_claim.Note is { } note)
            _notes.Add(note);
        CheckpointFolder checkpoints = CheckpointFolder();
        if (checkpoints.IsLink)
            _notes.Add($"'{checkpoints.FolderPath}' is a link: old checkpoints in it are kept.");
        if (_options.Resume != ResumeRule.Overwrite)
            FindState();
        CheckWritten();
    }

    // Everything that a start writes or deletes, before the first of it.
    private void CheckWritten()
    {
        CheckpointFolder().CheckStart(From);
        if (_options.TensorBoard)
            TensorBoardLog.Check(FolderPath);
        if (Finished is not null)
            return;
        if (From is not null)
            RunFolder.CheckResume(FolderPath, From.Position.Epoch);
        else
            RunFolder.CheckCreate(FolderPath);
    }

    private void FindState()
    {
        if (!RunFolder.Exists(FolderPath))
        {
            RequireUnused();
            return;
        }

        if (_options.Resume == ResumeRule.Never)
            throw new ResultsException(
                $"'{FolderPath}' already has a run. Continue it with --resume, delete it with --overwrite, or choose another folder with "
                    + "--out.");
        RunRecord found = RunFolder.Read(FolderPath);
        bool isWhole = found.Failure is not null || (found.Final is not null && found.Request?.Epochs >= _options.Training.Epochs);
        bool same = _options.Resume == ResumeRule.SameRequest;
        if (!isWhole || !same)
            From = same ? FindSame(found) : FindAny(found);
        if (From is not null)
            RequireSameClasses(From.Facts.Classes, _options.Data.Train);
        if (isWhole && (same || From is not null))
            Finished = found;
    }

    // A file of options alone is what a start that died early leaves, and --resume begins with those options.
    private void RequireUnused()
    {
        string[] remains = [.. RunFolder.FindRemains(FolderPath).Where(name =>
            name != RunFolder.ConfigName || _options.Resume == ResumeRule.Never)];
        if (remains.Length > 0)
            throw new ResultsException(
                $"'{FolderPath}' has {string.Join(", ", remains)}, but no run.json that says of what run. {StartAgain()}");
    }

    private string StartAgain() => _options.Resume == ResumeRule.SameRequest
        ? "Move the folder away, and this run starts from the beginning."
        : "Nothing was deleted. Choose another folder with --out, or delete what is there with --overwrite.";

    // The network's outputs are the classes of the first start, in their order.
    private static void RequireSameClasses(IReadOnlyList<string> trained, IDataset data)
    {
        if (!trained.SequenceEqual(data.Classes))
            throw new DataException($"{data.Name}: expected the classes {string.Join(", ", trained)} that the run was started with; "
                + $"got {string.Join(", ", data.Classes)}. Use the same data, or start another run with --out.");
    }

    // A checkpoint of another request would not give the bits of an unbroken run; one that is ahead of the records has lost some.
    private Checkpoint? FindSame(RunRecord found)
    {
        Checkpoint? newest = _checkpoints?.Folder.FindNewest(out _);
        if (newest is null || (newest.Facts.Changes(_checkpoints!.Facts).Count == 0 && found.Epochs.Count >= newest.Position.Epoch))
            return newest;
        newest.Dispose();
        return null;
    }

    private Checkpoint? FindAny(RunRecord found)
    {
        IReadOnlyList<string> damaged = [];
        Checkpoint? newest = _checkpoints?.Folder.FindNewest(out damaged);
        if (newest is null)
        {
            RequireNothingLost(found, damaged);
            _notes.Add($"'{FolderPath}' has no checkpoint to continue from; starting again.");
            return null;
        }

        _notes.AddRange(damaged.Select(reason => $"skipped a damaged checkpoint: {reason}"));
        IReadOnlyList<string> changes = newest.Facts.Changes(_checkpoints!.Facts);
        _notes.AddRange(changes.Select(change => change + "."));
        if (changes.Count > 0)
            _notes.Add("The resumed run will not give the bits of an unbroken one.");
        return newest;
    }

    // A process that dies while it saves its first checkpoint leaves the record of one epoch.
    private void RequireNothingLost(RunRecord found, IReadOnlyList<string> damaged)
    {
        if (damaged.Count > 0)
            throw new ResultsException($"'{FolderPath}' has no sound checkpoint to continue from: {damaged[0]} {StartAgain()}");
        if (found.Epochs.Count > 1 || found.Final is not null)
            throw new ResultsException(
                $"'{FolderPath}' has records of {found.Epochs.Count} epochs, but no checkpoint to continue from. {StartAgain()}");
    }

    private RunFolder StartFolder(RunRecord record)
    {
        if (From is not null)
            CheckpointFolder().Clean();
        else
            CheckpointFolder().Clear();
        if (_options.Config is { } config)
            ResultsFile.WriteOwn(Path.Combine(FolderPath, RunFolder.ConfigName), config);
        return From is not null ? RunFolder.Resume(FolderPath, From.Position.Epoch) : RunFolder.Create(FolderPath, record);
    }

    private TensorBoardLog? OpenEvents(IReadOnlyList<EpochRecord> finished) =>
        _options.TensorBoard ? new TensorBoardLog(FolderPath, finished) : null;

    private RunAnalysis? Analyze(nn.Module<Tensor, Tensor> network, IComparisonObserver observer, CancellationToken ct)
    {
        if (_options.Analyze is null)
            return null;
        observer.OnAnalysis(_options.Run);
        return _options.Analyze(network, ct);
    }

    // The trainer timed the steps since the last start, which may be none; the epochs on record are those of the whole run.
    private FinalRecord WholeRun(FinalRecord final, IReadOnlyList<EpochRecord> epochs) => final with
    {
        PeakMemoryBytes = ProcessMemory.ReadPeak(),
        MsPerStep = From is not null && MedianStep(epochs) is { } median ? median : final.MsPerStep,
    };

    // An epoch that was stopped between its last step and its evaluation has no step to time.
    private static double? MedianStep(IReadOnlyList<EpochRecord> epochs)
    {
        double median = Quantiles.Median(epochs.Select(epoch => epoch.MsPerStep).Where(double.IsFinite));
        return double.IsNaN(median) ? null : median;
    }

    private void CleanUp()
    {
        ResultsFile.Clean(FolderPath);
        if (_options.KeepAll)
            CheckpointFolder().Clean();
        else
            CheckpointFolder().DeleteAllButLast();
    }

    private CheckpointFolder CheckpointFolder() => new(CheckpointsOf(FolderPath), _options.Keep);
}
