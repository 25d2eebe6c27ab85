using L2BN.Data;
using L2BN.Data.ImageFolder;
using L2BN.Data.Images;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Predict;

/// <summary>Files of one kind as samples of one shape: pictures or sound.</summary>
internal abstract class FileSamples
{
    /// <summary>Shape of the samples.</summary>
    public abstract SampleShape Shape { get; }

    /// <summary>Reads a file as the network was trained on it, before standardization.</summary>
    /// <exception cref="DataException">The file cannot be read.</exception>
    public abstract FileSample Read(string file);

    /// <summary>The files that an argument names: itself, or all of this kind in and below a folder; which others are there is
    /// printed.</summary>
    /// <exception cref="DataException">A folder without any.</exception>
    public IReadOnlyList<string> Find(string input)
    {
        if (!Directory.Exists(input))
            return [input];
        SampleListing listing = List(input);
        if (listing.Warning is { } warning)
            Terminal.WriteLine($"Warning: {warning}");
        return listing.Files;
    }

    /// <summary>The files of this kind in and below a folder.</summary>
    protected abstract SampleListing List(string folder);
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

/// <summary>Image files, brought to their shape as image folders are.</summary>
internal sealed class PictureFiles(SampleShape shape) : FileSamples
{
    public override SampleShape Shape => shape;

    public override FileSample Read(string file)
    {
        float[] sample = new float[shape.Size];
        ImageFile.Read(file, shape, sample);
        return new FileSample(file, sample);
    }

    protected override SampleListing List(string folder) => SampleFolder.ListImages(folder);
}
