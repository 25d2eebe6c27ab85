using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace L2BN.Results;

/// <summary>
/// One run on disk: <c>run.json</c> (the request), <c>epochs.jsonl</c> (one line per finished epoch, on disk when <see cref="Append"/>
/// returns), <c>final.json</c> (only when the run is complete), <c>failed.json</c> (only when it failed), <c>analysis.json</c> (only when
/// the network was analyzed), <c>shifts.json</c> (only when it was tested on shifts) and <c>stopped.json</c> (only while an epoch that was
/// stopped has no record).
/// </summary>
/// <remarks>A process that dies leaves a folder that reads back; a last line that was cut off is dropped.</remarks>
public sealed class RunFolder
{
    /// <summary>Name of the file of options with which the command of a run can be repeated.</summary>
    public const string ConfigName = "config.yaml";

    /// <summary>Name of the folder of checkpoints.</summary>
    public const string CheckpointsName = "checkpoints";

    private const string RunName = "run.json", EpochsName = "epochs.jsonl", FinalName = "final.json", AnalysisName = "analysis.json",
        ShiftsName = "shifts.json", StoppedName = "stopped.json", FailedName = "failed.json";

    private RunFolder(string path) => Path = path;

    /// <summary>The folder.</summary>
    public string Path { get; }

    private string RunPath => System.IO.Path.Combine(Path, RunName);

    private string EpochsPath => System.IO.Path.Combine(Path, EpochsName);

    private string FinalPath => System.IO.Path.Combine(Path, FinalName);

    private string FailedPath => System.IO.Path.Combine(Path, FailedName);

    private string StoppedPath => System.IO.Path.Combine(Path, StoppedName);

    private string AnalysisPath => System.IO.Path.Combine(Path, AnalysisName);

    private string ShiftsPath => System.IO.Path.Combine(Path, ShiftsName);

    /// <summary>Starts a run: creates the folder, deletes the records of an earlier run in it, and writes <c>run.json</c>.</summary>
    /// <param name="path">The folder; its parents are created too.</param>
    /// <param name="run">What is known before the first epoch; its epochs and its end are not written.</param>
    /// <exception cref="ResultsException">The folder cannot be written.</exception>
    public static RunFolder Create(string path, RunRecord run)
    {
        CheckCreate(path);
        var folder = new RunFolder(path);
        ResultsFile.PrepareFolder(path);
        ResultsFile.Clean(path);
        folder.DeleteEnd();
        ResultsFile.Delete(folder.StoppedPath);
        ResultsFile.WriteOwn(folder.EpochsPath, "");
        ResultsFile.WriteOwn(folder.RunPath, JsonSerializer.Serialize(RunFile.FromRun(run), ResultsJson.Indented.RunFile) + "\n");
        return folder;
    }

    /// <summary>
    /// Opens a run to resume it: keeps the first <paramref name="finishedEpochs"/> epochs and drops later ones.
    /// </summary>
    /// <param name="path">A folder that <see cref="Create"/> made.</param>
    /// <param name="finishedEpochs">Epochs that the checkpoint to resume from has seen, 0 or more.</param>
    /// <exception cref="ResultsException">The folder is not a run, has fewer epochs on record, or cannot be written.</exception>
    public static RunFolder Resume(string path, int finishedEpochs)
    {
        IReadOnlyList<EpochRecord> epochs = CheckResume(path, finishedEpochs);
        var folder = new RunFolder(path);
        ResultsFile.Clean(path);
        folder.DeleteEnd();
        IEnumerable<string> lines = epochs.Take(finishedEpochs).Select(epoch => ResultsJson.Serialize(epoch) + "\n");
        ResultsFile.WriteOwn(folder.EpochsPath, string.Concat(lines));
        return folder;
    }

    /// <summary>Refuses what <see cref="Create"/> would refuse; nothing is written.</summary>
    /// <param name="path">The folder, which need not exist.</param>
    /// <exception cref="ResultsException">A record that it would write or delete is a link or no regular file.</exception>
    public static void CheckCreate(string path)
    {
        var folder = new RunFolder(path);
        ResultsFile.CheckOwn(folder.RunPath);
        folder.CheckWritten();
    }

    /// <summary>Refuses what <see cref="Resume"/> would refuse, and records of a stopped epoch that are damaged; nothing is
    /// written.</summary>
    /// <param name="path">A folder that <see cref="Create"/> made.</param>
    /// <param name="finishedEpochs">Epochs that the checkpoint to resume from has seen, 0 or more.</param>
    /// <returns>Every epoch on record.</returns>
    /// <exception cref="ResultsException">
    /// The folder is not a run, has fewer epochs on record, or a record that is a link or no regular file.
    /// </exception>
    public static IReadOnlyList<EpochRecord> CheckResume(string path, int finishedEpochs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(finishedEpochs);
        IReadOnlyList<EpochRecord> epochs = Read(path).Epochs;
        if (epochs.Count < finishedEpochs)
            throw TooFew(path, epochs.Count, finishedEpochs);
        var folder = new RunFolder(path);
        folder.CheckWritten();
        folder.ReadLayers(finishedEpochs + 1);
        return epochs;
    }

    /// <summary>Whether <paramref name="path"/> has a run, finished or not.</summary>
    /// <exception cref="ResultsException">Its <c>run.json</c> is no regular file.</exception>
    public static bool Exists(string path) => ResultsFile.Exists(new RunFolder(path).RunPath);

    /// <summary>
    /// What a folder without a <c>run.json</c> that can be read has of a run: a start would replace or delete it. What a start that died
    /// before its first step leaves does not count: an empty log, an empty folder of checkpoints.
    /// </summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="ResultsException">The folder cannot be read.</exception>
    public static IReadOnlyList<string> FindRemains(string path) => ResultsFile.Guard<IReadOnlyList<string>>("read", path, () =>
    [
        .. new DirectoryInfo(path).EnumerateFileSystemInfos().Where(IsRemains).Select(entry => entry.Name).Order(StringComparer.Ordinal),
    ]);

    /// <summary>Whether <paramref name="path"/> has a run that is complete or has failed.</summary>
    /// <exception cref="ResultsException">A file that says so is no regular file.</exception>
    public static bool IsFinished(string path) => IsComplete(path) || (Exists(path) && ResultsFile.Exists(new RunFolder(path).FailedPath));

    private static bool IsComplete(string path) => Exists(path) && ResultsFile.Exists(new RunFolder(path).FinalPath);

    /// <summary>Reads a run back, finished or not.</summary>
    /// <exception cref="ResultsException">The folder is not a run, or one of its files is damaged.</exception>
    public static RunRecord Read(string path)
    {
        var folder = new RunFolder(path);
        RunFile run = Parse(folder.RunPath, ResultsJson.Line.RunFile);
        FinalRecord? final = IsComplete(path) ? Parse(folder.FinalPath, ResultsJson.Line.FinalRecord) : null;
        RunAnalysis? analysis = ResultsFile.Exists(folder.AnalysisPath) ? Parse(folder.AnalysisPath, ResultsJson.Line.RunAnalysis) : null;
        FailureRecord? failure = final is null && ResultsFile.Exists(folder.FailedPath)
            ? Parse(folder.FailedPath, ResultsJson.Line.FailureRecord) : null;
        RunShifts? shifts = ResultsFile.Exists(folder.ShiftsPath) ? Parse(folder.ShiftsPath, ResultsJson.Line.RunShifts) : null;
        return run.With(EpochLog.Read(folder.EpochsPath, isFinished: final is not null), final, analysis) with
        {
            Failure = failure,
            Shifts = shifts,
        };
    }

    /// <summary>Adds the record of a finished epoch.</summary>
    /// <exception cref="ResultsException">The folder cannot be written.</exception>
    public void Append(EpochRecord epoch) => ResultsFile.AppendLine(EpochsPath, ResultsJson.Serialize(epoch));

    /// <summary>Saves the traces of the last step of an epoch that is not on record yet: a run that is stopped between that step and the
    /// epoch's record has no gradients when it is resumed.</summary>
    /// <param name="epoch">Number of the epoch, from 1.</param>
    /// <param name="layers">The traces.</param>
    /// <exception cref="ResultsException">The folder cannot be written.</exception>
    public void SaveLayers(int epoch, IReadOnlyList<LayerTrace> layers) => ResultsFile.WriteOwn(
        StoppedPath, ResultsJson.Serialize(new StoppedEpoch { Epoch = epoch, Layers = layers }) + "\n");

    /// <summary>What <see cref="SaveLayers"/> saved of an epoch; null where it saved nothing of it.</summary>
    /// <param name="epoch">Number of the epoch, from 1.</param>
    /// <exception cref="ResultsException">The file is damaged.</exception>
    public IReadOnlyList<LayerTrace>? ReadLayers(int epoch) =>
        ResultsFile.Exists(StoppedPath) && Parse(StoppedPath, ResultsJson.Line.StoppedEpoch) is { } stopped && stopped.Epoch == epoch
            ? stopped.Layers : null;

    /// <summary>Writes the final evaluation, which makes the run complete.</summary>
    /// <exception cref="ResultsException">The folder cannot be written.</exception>
    public void Finish(FinalRecord final)
    {
        ResultsFile.Delete(StoppedPath);
        ResultsFile.WriteOwn(FinalPath, JsonSerializer.Serialize(final, ResultsJson.Indented.FinalRecord) + "\n");
    }

    /// <summary>Writes that the run failed, which ends it.</summary>
    /// <exception cref="ResultsException">The folder cannot be written.</exception>
    public void Fail(FailureRecord failure)
    {
        ResultsFile.Delete(StoppedPath);
        ResultsFile.WriteOwn(FailedPath, JsonSerializer.Serialize(failure, ResultsJson.Indented.FailureRecord) + "\n");
    }

    /// <summary>Writes the analysis of the trained network; a second one replaces the first.</summary>
    /// <exception cref="ResultsException">The folder cannot be written.</exception>
    public void WriteAnalysis(RunAnalysis analysis) =>
        ResultsFile.WriteOwn(AnalysisPath, JsonSerializer.Serialize(analysis, ResultsJson.Line.RunAnalysis) + "\n");

    /// <summary>Writes the results on shifted test samples; a second call replaces the first.</summary>
    /// <exception cref="ResultsException">The folder cannot be written.</exception>
    public void WriteShifts(RunShifts shifts) => WriteShifts(Path, shifts);

    /// <summary>The same for a run that is finished.</summary>
    /// <param name="path">The folder of the run.</param>
    /// <param name="shifts">The results.</param>
    /// <exception cref="ResultsException">The folder cannot be written.</exception>
    public static void WriteShifts(string path, RunShifts shifts) =>
        ResultsFile.WriteOwn(new RunFolder(path).ShiftsPath, JsonSerializer.Serialize(shifts, ResultsJson.Line.RunShifts) + "\n");

    private static T Parse<T>(string path, JsonTypeInfo<T> type)
        where T : class => ResultsJson.Parse(ResultsFile.Read(path), type, $"'{path}'");

    private static bool IsRemains(FileSystemInfo entry) => entry.Name switch
    {
        RunName or FinalName or FailedName or AnalysisName or ShiftsName or ConfigName => true,
        EpochsName => entry is not FileInfo { Length: 0 },
        CheckpointsName => entry is not DirectoryInfo folder
            || folder.EnumerateFileSystemInfos().Any(file => !AtomicFile.IsTemporary(file.Name)),
        _ => false,
    };

    private void CheckWritten()
    {
        foreach (string name in new[] { ConfigName, EpochsName, FinalName, FailedName, AnalysisName, ShiftsName, StoppedName })
            ResultsFile.CheckOwn(System.IO.Path.Combine(Path, name));
    }

    private void DeleteEnd()
    {
        ResultsFile.Delete(FinalPath);
        ResultsFile.Delete(FailedPath);
        ResultsFile.Delete(AnalysisPath);
        ResultsFile.Delete(ShiftsPath);
    }

    private static ResultsException TooFew(string path, int found, int wanted) => new(
        $"Cannot resume '{path}': its checkpoint is after epoch {wanted}, but only {found} epochs are on record. "
        + "Start the run again in another folder.");
}

/// <summary>The form of <c>stopped.json</c>.</summary>
internal sealed record StoppedEpoch
{
    public required int Epoch { get; init; }

    public required IReadOnlyList<LayerTrace> Layers { get; init; }
}

/// <summary>Reads <c>epochs.jsonl</c>. A complete line ends with a line feed: a tail without one was cut off in writing. A finished run has
/// none, since its lines are on disk before its end is written.</summary>
internal static class EpochLog
{
    public static IReadOnlyList<EpochRecord> Read(string path, bool isFinished)
    {
        if (!ResultsFile.Exists(path))
            return [];
        string text = ResultsFile.Read(path);
        if (isFinished && text.Length > 0 && !text.EndsWith('\n'))
            throw new ResultsException(
                $"'{path}': expected a line feed at the end of the records of a finished run, got none: it was cut or replaced. "
                    + "Put the file back, or move the folder of the run away to train it again.");
        string[] complete = text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. complete.Select((line, index) => ResultsJson.Parse(line, ResultsJson.Line.EpochRecord, $"'{path}', line {index + 1}"))];
    }
}

/// <summary>The form of <c>run.json</c>: a <see cref="RunRecord"/> as it is known before its first epoch.</summary>
internal sealed record RunFile : IChecked
{
    public int Schema { get; init; } = 1;

    public required string Arm { get; init; }

    public required string Norm { get; init; }

    public required string Model { get; init; }

    public required string Data { get; init; }

    public required int Seed { get; init; }

    public int ArmIndex { get; init; }

    public long Parameters { get; init; }

    public RunRequest? Request { get; init; }

    public string? FindFault() => Schema != 1 ? $"expected schema 1, got {Schema}; use the version of l2bn that wrote it"
        : Seed < 0 || ArmIndex < 0 || Parameters < 0
            ? $"expected a seed, an arm's place and parameters of at least 0, got {Seed}, {ArmIndex} and {Parameters}" : null;

    public static RunFile FromRun(RunRecord run) => new()
    {
        Arm = run.Arm,
        Norm = run.Norm,
        Model = run.Model,
        Data = run.Data,
        Seed = run.Seed,
        ArmIndex = run.ArmIndex,
        Parameters = run.Parameters,
        Request = run.Request,
    };

    public RunRecord With(IReadOnlyList<EpochRecord> epochs, FinalRecord? final, RunAnalysis? analysis) => new()
    {
        Arm = Arm,
        Norm = Norm,
        Model = Model,
        Data = Data,
        Seed = Seed,
        ArmIndex = ArmIndex,
        Parameters = Parameters,
        Request = Request,
        Epochs = epochs,
        Final = final,
        Analysis = analysis,
    };
}
