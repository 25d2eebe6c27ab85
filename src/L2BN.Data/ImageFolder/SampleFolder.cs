using L2BN.Data.Images;

namespace L2BN.Data.ImageFolder;

/// <summary>Files to read as samples.</summary>
/// <param name="Files">The files that are read, in ordinal order of their paths.</param>
/// <param name="Warning">Which files are not read: one sentence with counts and names; null where all are.</param>
public sealed record SampleListing(IReadOnlyList<string> Files, string? Warning);

/// <summary>Lists the image or sound files in and below a folder by content. Hidden files and folders are ignored, those of macOS that
/// start with "._" too.</summary>
public static class SampleFolder
{
    /// <summary>Image files in the formats that <see cref="ImageFile"/> reads.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="DataException">The folder cannot be read, or contains no such file.</exception>
    public static SampleListing ListImages(string folder) => List(folder, FolderKind.Images);

    /// <summary>Sound files in the formats that are read.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="DataException">The folder cannot be read, or contains no such file.</exception>
    public static SampleListing ListSounds(string folder) => List(folder, FolderKind.Sounds);

    private static SampleListing List(string folder, FolderKind kind)
    {
        List<string> files = [];
        List<UnreadFile> unread = [];
        foreach (string file in FolderEntries.ListAll(folder).Order(StringComparer.Ordinal))
        {
            if (kind.FindProblem(file) is { } problem)
                unread.Add(problem);
            else
                files.Add(file);
        }
        string? summary = unread.Count > 0 ? UnreadFile.Summarize(folder, unread) : null;
        if (files.Count == 0)
            throw new DataException(folder, $"expected {kind.Plural} ({kind.Formats}), got {summary ?? "no files"}", null);
        return new SampleListing(files, summary is null ? null : $"{folder}: files that are not read: {summary}.");
    }
}
