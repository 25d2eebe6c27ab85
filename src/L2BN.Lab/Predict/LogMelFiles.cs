using L2BN.Data.Audio;
using L2BN.Lab.Shared;
using L2BN.Results;

namespace L2BN.Lab.Predict;

/// <summary>Pictures of what a network heard, in files: one of a given name, or one for each sound in a folder.</summary>
internal sealed class LogMelFiles
{
    private const int MostRows = 256;
    private const int MostColumns = 512;
    private readonly LogMelOptions _features;
    private readonly string _path;
    private readonly bool _single;
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    private LogMelFiles(string path, LogMelOptions features, bool single) => (_path, _features, _single) = (path, features, single);

    /// <summary>Checks the wish before anything is computed; null where there is none.</summary>
    /// <exception cref="UsageException">The files are no sound, or several are to be drawn into one picture.</exception>
    /// <exception cref="ResultsException">The folder cannot be written.</exception>
    public static LogMelFiles? Of(string? path, FileSamples samples, IReadOnlyList<string> files)
    {
        if (path is null) return null;
        if (samples is not SoundFiles sound) throw new UsageException("--log-mel draws sound; the checkpoint was trained on pictures.");
        bool single = Path.GetExtension(path).ToLowerInvariant() is ".svg" or ".png";
        if (single && files.Count != 1)
            throw new UsageException($"--log-mel: '{path}' is one picture, and there are {files.Count} sounds; name a folder, which takes one for each.");
        if (!single) ResultsFile.PrepareFolder(path);
        return new LogMelFiles(path, sound.Options, single);
    }

    /// <summary>Draws one sound and returns the file's path.</summary>
    public string Write(Prediction prediction)
    {
        string file = _single ? _path : Path.Combine(_path, Free(Path.GetFileNameWithoutExtension(prediction.Sample.File)) + ".svg");
        var picture = LogMelPicture.FromSample(prediction.Sample.Values, _features, MostRows, MostColumns);
        if (file.EndsWith(".png", StringComparison.OrdinalIgnoreCase)) ResultsFile.Write(file, picture.ToPng());
        else ResultsFile.Write(file, Chart(picture, prediction));
        return file;
    }

    private static string Chart(LogMelPicture picture, Prediction prediction)
    {
        string answers = string.Join(", ", prediction.Answers.Take(3).Select(answer => $"{answer.Class} {100 * answer.Probability:F1} %"));
        return LogMelChart.Of(picture, Path.GetFileName(prediction.Sample.File), heading: answers).ToSvgFile();
    }

    // Sounds of one name may come from several folders.
    private string Free(string stem)
    {
        string name = stem;
        for (int number = 2; !_taken.Add(name); number++) name = $"{stem}-{number}";
        return name;
    }
}
