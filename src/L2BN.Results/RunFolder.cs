using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace L2BN.Results;

/// <summary>
/// One run on disk: <c>run.json</c> (what was asked), <c>epochs.jsonl</c> (one line per finished epoch, on disk when <see cref="Append"/>
/// returns), <c>final.json</c> (only when the run is complete) and <c>analysis.json</c> (only when the network was analysed).
/// </summary>
/// <remarks>A process that dies leaves a folder that reads back; a last line that was cut off is dropped.</remarks>
public sealed class RunFolder
{
    private RunFolder(string path) => Path = path;

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>True once <see cref="Finish"/> has run.</summary>
    public bool IsFinished => File.Exists(FinalPath);

    private string RunPath => System.IO.Path.Combine(Path, "run.json");

    private string EpochsPath => System.IO.Path.Combine(Path, "epochs.jsonl");

    private string FinalPath => System.IO.Path.Combine(Path, "final.json");

    private string AnalysisPath => System.IO.Path.Combine(Path, "analysis.json");

    /// <summary>Starts a run: creates the folder, forgets what an earlier run left there, and writes <c>run.json</c>.</summary>
    /// <param name="path">The folder; its parents are created too.</param>
    /// <param name="run">What is known before the first epoch; its epochs and its end are not written.</param>
    /// <exception cref="ResultsException">The folder cannot be written.</exception>
    public static RunFolder Create(string path, RunRecord run)
    {
        var folder = new RunFolder(path);
        ResultsFile.PrepareFolder(path);
        folder.ForgetEnd();
        ResultsFile.Write(folder.EpochsPath, "");
        ResultsFile.Write(folder.RunPath, JsonSerializer.Serialize(RunFile.Of(run), ResultsJson.Indented.RunFile) + "\n");
        return folder;
    }

    /// <summary>
    /// Opens a run to go on with it, keeping the first <paramref name="finishedEpochs"/> epochs and dropping what came after.
    /// </summary>
    /// <param name="path">A folder that <see cref="Create"/> made.</param>
    /// <param name="finishedEpochs">Epochs that the checkpoint to resume from has seen, 0 or more.</param>
    /// <exception cref="ResultsException">The folder is not a run, has fewer epochs on record, or cannot be written.</exception>
    public static RunFolder Resume(string path, int finishedEpochs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(finishedEpochs);
        var folder = new RunFolder(path);
        IReadOnlyList<EpochRecord> epochs = Read(path).Epochs;
        if (epochs.Count < finishedEpochs) throw TooFew(path, epochs.Count, finishedEpochs);
        folder.ForgetEnd();
        IEnumerable<string> lines = epochs.Take(finishedEpochs).Select(epoch => ResultsJson.Serialize(epoch) + "\n");
        ResultsFile.Write(folder.EpochsPath, string.Concat(lines));
        return folder;
    }

    /// <summary>True where <paramref name="path"/> holds a run, finished or not.</summary>
    public static bool Exists(string path) => File.Exists(new RunFolder(path).RunPath);

    /// <summary>Reads a run back, finished or not.</summary>
    /// <exception cref="ResultsException">The folder is not a run, or one of its files is damaged.</exception>
    public static RunRecord Read(string path)
    {
        var folder = new RunFolder(path);
        RunFile run = Parse(folder.RunPath, ResultsJson.Line.RunFile);
        FinalRecord? final = folder.IsFinished ? Parse(folder.FinalPath, ResultsJson.Line.FinalRecord) : null;
        RunAnalysis? analysis = File.Exists(folder.AnalysisPath) ? Parse(folder.AnalysisPath, ResultsJson.Line.RunAnalysis) : null;
        return run.With(EpochLog.Read(folder.EpochsPath), final, analysis);
    }

    /// <summary>Adds the record of a finished epoch.</summary>
    /// <exception cref="ResultsException">The folder cannot be written.</exception>
    public void Append(EpochRecord epoch) => ResultsFile.AppendLine(EpochsPath, ResultsJson.Serialize(epoch));

    /// <summary>Writes the final evaluation, which makes the run complete.</summary>
    /// <exception cref="ResultsException">The folder cannot be written.</exception>
    public void Finish(FinalRecord final) =>
        ResultsFile.Write(FinalPath, JsonSerializer.Serialize(final, ResultsJson.Indented.FinalRecord) + "\n");

    /// <summary>Writes the analysis of the trained network; a second one replaces the first.</summary>
    /// <exception cref="ResultsException">The folder cannot be written.</exception>
    public void WriteAnalysis(RunAnalysis analysis) =>
        ResultsFile.Write(AnalysisPath, JsonSerializer.Serialize(analysis, ResultsJson.Line.RunAnalysis) + "\n");

    private static T Parse<T>(string path, JsonTypeInfo<T> type)
        where T : class => ResultsJson.Parse(ResultsFile.Read(path), type, $"'{path}'");

    private void ForgetEnd()
    {
        ResultsFile.Delete(FinalPath);
        ResultsFile.Delete(AnalysisPath);
    }

    private static ResultsException TooFew(string path, int found, int wanted) => new(
        $"Cannot resume '{path}': its checkpoint is after epoch {wanted}, but only {found} epochs are on record. "
        + "Start the run afresh in another folder.");
}
