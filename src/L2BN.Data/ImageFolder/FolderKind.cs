namespace L2BN.Data;

/// <summary>The sort of files in a folder of class folders.</summary>
/// <param name="Plural">Name of its files.</param>
/// <param name="Read">File extensions that are read.</param>
/// <param name="NotRead">Extensions of files of this sort that are refused.</param>
/// <param name="Target">Formats to convert such files to.</param>
/// <param name="Advice">How the folder should be laid out, a sentence.</param>
internal sealed record FolderKind(string Plural, string[] Read, string[] NotRead, string Target, string Advice)
{
    /// <summary>The extensions that are read, as a phrase.</summary>
    internal string ReadNames => Read.Length == 1 ? Read[0] : string.Join(", ", Read[..^1]) + " or " + Read[^1];

    internal static FolderKind Images { get; } = new("images", [".png", ".jpg", ".jpeg"],
        [".gif", ".webp", ".bmp", ".tif", ".tiff", ".avif", ".heic", ".heif", ".jxl", ".jp2", ".svg"],
        "PNG or JPEG", "Lay the images out as train/CLASS/*.jpg and test/CLASS/*.jpg.");

    internal static FolderKind Sounds { get; } = new("sounds", [".wav"],
        [".mp3", ".ogg", ".oga", ".opus", ".flac", ".m4a", ".aac", ".wma", ".aif", ".aiff", ".au", ".w64", ".rf64", ".caf"],
        "WAV", "Lay the sounds out as train/CLASS/*.wav and test/CLASS/*.wav.");
}
