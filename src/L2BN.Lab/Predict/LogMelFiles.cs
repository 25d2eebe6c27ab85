using L2BN.Data.Audio.Features;
using L2BN.Data.Audio.Pictures;
using L2BN.Lab.Shared;
using L2BN.Results;

namespace L2BN.Lab.Predict;

/// <summary>Pictures of the log-mel features of sounds: one file of a given name, or one for each sound in a folder.</summary>
internal sealed class LogMelFiles
{
    private const int MostRows = 256;
    private const int MostColumns = 512;
    private readonly LogMelOptions _features;
    private readonly string _path;
    private readonly bool _single;
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    private LogMelFiles(string path, LogMelOptions features, bool single) => (_path, _features, _single) = (path, features, single);

    /// <summary>Checks <c>--log-mel</c> before anything is computed; null where it is not given.</summary>
    /// <exception cref="UsageException">The files are no sound, or several are to be drawn into one picture.</exception>
    /// <exception cref="ResultsException">The folder cannot be written.</exception>
    public static LogMelFiles? Create(string? path, FileSamples samples, IReadOnlyList<string> files)
    {
        if (path is null)
            return null;
        if (samples is not SoundFiles sound)
            throw new UsageException(
                "--log-mel: expected a checkpoint that was trained on sound, got one that was trained on pictures; leave --log-mel out.");
        bool single = Path.GetExtension(path).ToLowerInvariant() is ".svg" or ".png";
        if (single && files.Count != 1)
            throw new UsageException(
                $"--log-mel: expected a folder for {files.Count} sounds, got the one picture '{path}'; name a folder.");
        if (!single)
            ResultsFile.PrepareFolder(path);
        return new LogMelFiles(path, sound.Options, single);
    }

    /// <summary>Draws one sound and returns the file's path.</summary>
    public string Write(Prediction prediction)
    {
        string file = _single ? _path : Path.Combine(_path, Free(Path.GetFileNameWithoutExtension(prediction.Sample.File)) + ".svg");
        var picture = LogMelPicture.FromSample(prediction.Sample.Values, _features, MostRows, MostColumns);
        if (file.EndsWith(".png", StringComparison.OrdinalIgnoreCase))
            ResultsFile.Write(file, picture.ToPng());
        else
            ResultsFile.Write(file, Chart(picture, prediction));
        return file;
    }

    private static string Chart(LogMelPicture picture, Prediction prediction)
    {
        string answers = string.Join(", ", prediction.Answers.Take(3).Select(PredictPrinter.Text));
        return LogMelChart.Create(picture, Path.GetFileName(prediction.Sample.File), heading: answers).ToSvgFile();
    }

    // Sounds of one name may come from several folders.
    private string Free(string stem)
    {
        string name = stem;
        for (int number = 2; !_taken.Add(name); number++)
            name = $"{stem}-{number}";
        return name;
    }
}
