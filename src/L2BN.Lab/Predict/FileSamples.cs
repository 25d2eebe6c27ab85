using L2BN.Data;

namespace L2BN.Lab.Predict;

/// <summary>Files of one kind as samples of one shape: pictures or sound.</summary>
internal abstract class FileSamples
{
    /// <summary>Endings that files of this kind have, in lower case.</summary>
    public abstract IReadOnlyList<string> Extensions { get; }

    /// <summary>What is read, for messages.</summary>
    public abstract string Kind { get; }

    /// <summary>Shape of the samples.</summary>
    public abstract SampleShape Shape { get; }

    /// <summary>Reads a file as the network was trained on it, before standardisation.</summary>
    /// <exception cref="DataException">The file cannot be read.</exception>
    public abstract FileSample Read(string file);

    /// <summary>The files that an argument names: itself, or all of this kind in and below a folder.</summary>
    /// <exception cref="DataException">A folder without any.</exception>
    public IReadOnlyList<string> Find(string input)
    {
        if (!Directory.Exists(input))
            return [input];
        string[] found = [.. Directory.EnumerateFiles(input, "*", SearchOption.AllDirectories)
            .Where(file => Extensions.Contains(Path.GetExtension(file).ToLowerInvariant())).Order(StringComparer.Ordinal)];
        return found.Length > 0 ? found : throw new DataException(input, $"expected {Kind} in this folder, got none", null);
    }
}

/// <summary>A file as a sample.</summary>
/// <param name="File">The file.</param>
/// <param name="Values">Its values, channels first.</param>
internal sealed record FileSample(string File, float[] Values)
{
    /// <summary>Length of the whole recording in seconds; null for pictures.</summary>
    public double? Seconds { get; init; }

    /// <summary>What to know of how the file was brought to its shape; null for nothing.</summary>
    public string? Remark { get; init; }
}

/// <summary>PNG and JPEG files, brought to their shape as image folders are.</summary>
internal sealed class PictureFiles(SampleShape shape) : FileSamples
{
    public override IReadOnlyList<string> Extensions { get; } = [".png", ".jpg", ".jpeg"];

    public override string Kind => "PNG or JPEG files";

    public override SampleShape Shape => shape;

    public override FileSample Read(string file)
    {
        float[] sample = new float[shape.Size];
        ImageFile.Read(file, shape, sample);
        return new FileSample(file, sample);
    }
}
