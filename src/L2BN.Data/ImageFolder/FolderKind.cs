using L2BN.Data.Audio.Decoding;
using L2BN.Data.Files;
using L2BN.Data.Images;

namespace L2BN.Data.ImageFolder;

/// <summary>The sort of files in a folder: images or sounds. Files with one of its extensions are used by name and checked when they are
/// decoded; all other files are used, refused or left out by their content.</summary>
internal sealed record FolderKind
{
    /// <summary>Name of its files.</summary>
    internal required string Plural { get; init; }

    /// <summary>The formats that are read, as a phrase.</summary>
    internal required string Formats { get; init; }

    /// <summary>What a file of this sort contains.</summary>
    internal required ContentSort Sort { get; init; }

    /// <summary>Extensions of the formats that are read, in lower case.</summary>
    internal required string[] Extensions { get; init; }

    /// <summary>Extensions of formats of this sort that are not read, in lower case.</summary>
    internal required string[] OtherExtensions { get; init; }

    /// <summary>Whether a file with this start (<see cref="FileKind.StartLength"/> bytes or the whole file) is read.</summary>
    internal required Func<ReadOnlySpan<byte>, bool> Recognizes { get; init; }

    /// <summary>How to lay out the folder, a sentence.</summary>
    internal required string Layout { get; init; }

    internal static FolderKind Images { get; } = new()
    {
        Plural = "images",
        Formats = ImageDecoder.FormatNames,
        Sort = ContentSort.Image,
        Extensions = [".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".ppm", ".pgm", ".pnm"],
        OtherExtensions = [".gif", ".webp", ".bmp", ".tif", ".tiff", ".avif", ".heic", ".heif", ".jxl", ".jp2", ".svg"],
        Recognizes = ImageDecoder.Recognizes,
        Layout = "Lay the images out as train/CLASS/*.jpg and test/CLASS/*.jpg.",
    };

    internal static FolderKind Sounds { get; } = new()
    {
        Plural = "sounds",
        Formats = AudioFile.FormatNames,
        Sort = ContentSort.Sound,
        Extensions = [".wav"],
        OtherExtensions = [".mp3", ".ogg", ".oga", ".opus", ".flac", ".m4a", ".aac", ".wma", ".aif", ".aiff", ".au", ".w64", ".caf"],
        Recognizes = AudioFile.Recognizes,
        Layout = "Lay the sounds out as train/CLASS/*.wav and test/CLASS/*.wav.",
    };

    /// <summary>Null where the file is read; else what it is.</summary>
    /// <exception cref="DataException">The file cannot be opened.</exception>
    internal UnreadFile? FindProblem(string path)
    {
        string extension = Path.GetExtension(path).ToLowerInvariant();
        if (Extensions.Contains(extension))
            return null;
        Span<byte> start = stackalloc byte[FileKind.StartLength];
        start = start[..RegularFile.ReadStart(path, start)];
        if (Recognizes(start))
            return null;
        FileKind kind = start.IsEmpty ? FileKind.Empty : FileKind.Identify(start);
        bool unsupported = kind.Sort == Sort;
        if (!unsupported && OtherExtensions.Contains(extension))
            (kind, unsupported) = (new FileKind($"{extension} file", Sort), true);
        return new UnreadFile(path, kind, unsupported);
    }
}

/// <summary>A file in a folder of samples that is not read.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Kind">What it is.</param>
/// <param name="IsUnsupported">True for an image (a sound) in a format that is not read, false for a file of another sort.</param>
internal sealed record UnreadFile(string Path, FileKind Kind, bool IsUnsupported)
{
    private const int MaxExamples = 3;

    /// <summary>Counts and names, such as "3 GIF images (a/1.gif, a/2.gif, b/1.gif) and 1 text file (notes.txt)".</summary>
    /// <param name="root">The folder that names are relative to.</param>
    /// <param name="files">At least one.</param>
    internal static string Summarize(string root, IEnumerable<UnreadFile> files)
    {
        string[] groups =
        [
            .. files.GroupBy(file => file.Kind).OrderByDescending(group => group.Count()).Select(group => Summarize(root, group)),
        ];
        return groups.Length == 1 ? groups[0] : $"{string.Join(", ", groups[..^1])} and {groups[^1]}";
    }

    /// <summary>The first three names, relative to a folder.</summary>
    internal static string Examples(string root, IReadOnlyCollection<string> paths) =>
        string.Join(", ", paths.Take(MaxExamples).Select(path => SafeText.Line(System.IO.Path.GetRelativePath(root, path))))
        + (paths.Count > MaxExamples ? ", …" : "");

    private static string Summarize(string root, IGrouping<FileKind, UnreadFile> group)
    {
        string[] paths = [.. group.Select(file => file.Path)];
        return $"{group.Key.Count(paths.Length)} ({Examples(root, paths)})";
    }
}
