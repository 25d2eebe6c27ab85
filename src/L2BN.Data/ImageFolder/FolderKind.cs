namespace L2BN.Data;

/// <summary>What a folder of class folders holds.</summary>
/// <param name="Plural">What its files are called.</param>
/// <param name="Read">Ends of the names of files that are read.</param>
/// <param name="NotRead">Ends of files that a user would miss if they were passed over in silence.</param>
/// <param name="Target">What such files can be converted to.</param>
/// <param name="Advice">How the folder should be laid out, a sentence.</param>
internal sealed record FolderKind(string Plural, string[] Read, string[] NotRead, string Target, string Advice)
{
    /// <summary>The ends that are read, as a phrase.</summary>
    internal string ReadNames => Read.Length == 1 ? Read[0] : string.Join(", ", Read[..^1]) + " or " + Read[^1];

    internal static FolderKind Images { get; } = new("images", [".png", ".jpg", ".jpeg"],
        [".gif", ".webp", ".bmp", ".tif", ".tiff", ".avif", ".heic", ".heif", ".jxl", ".jp2", ".svg"],
        "PNG or JPEG", "Lay the images out as train/CLASS/*.jpg and test/CLASS/*.jpg.");

    internal static FolderKind Sounds { get; } = new("sounds", [".wav"],
        [".mp3", ".ogg", ".oga", ".opus", ".flac", ".m4a", ".aac", ".wma", ".aif", ".aiff", ".au", ".w64", ".rf64", ".caf"],
        "WAV", "Lay the sounds out as train/CLASS/*.wav and test/CLASS/*.wav.");
}
