using System.Globalization;

namespace L2BN.Data;

/// <summary>Lists the images of a split: one folder per class, classes and files in ordinal order of their names.</summary>
internal static class ClassFolders
{
    private static readonly string[] s_read = [".png", ".jpg", ".jpeg"];

    /// <summary>Images that a user would miss if they were passed over in silence.</summary>
    private static readonly string[] s_notRead = [".gif", ".webp", ".bmp", ".tif", ".tiff", ".avif", ".heic", ".heif", ".jxl", ".jp2", ".svg"];

    /// <param name="folder">The folder that holds the class folders.</param>
    /// <param name="known">The classes of the training split; null where this is it.</param>
    internal static FolderSplit List(string folder, IReadOnlyList<string>? known = null)
    {
        string[] names = [.. Entries(folder).Where(entry => Directory.Exists(entry)).Select(entry => Path.GetFileName(entry)!)];
        foreach (string name in names) CheckName(folder, name);
        if (known is null && names.Length < 2)
            throw new DataException(folder, $"expected at least two class folders with images, came {names.Length}", "Lay the images out as train/CLASS/*.jpg and test/CLASS/*.jpg.");
        var classes = known ?? names;
        return new FolderSplit(folder, classes, [.. names.SelectMany(name => FilesOf(folder, name, classes))]);
    }

    private static IEnumerable<LabelledFile> FilesOf(string folder, string name, IReadOnlyList<string> classes)
    {
        int label = classes.ToList().IndexOf(name);
        string path = Path.Combine(folder, name);
        if (label < 0) throw new DataException(path, "the training split has no class of this name", $"Its classes are {Join(classes)}.");
        string[] entries = Entries(path);
        foreach (string entry in entries) CheckEntry(entry);
        string[] images = [.. entries.Where(entry => HasEnd(entry, s_read))];
        if (images.Length == 0)
            throw new DataException(path, $"expected images in the class folder, came {entries.Length} files, none of them .png, .jpg or .jpeg", "Fill the folder or remove it.");
        return images.Select(image => new LabelledFile(image, label));
    }

    private static void CheckEntry(string entry)
    {
        if (Directory.Exists(entry)) throw new DataException(entry, "expected an image file in the class folder, came a folder", "Move its images up or take it out.");
        if (HasEnd(entry, s_notRead)) throw new DataException(entry, $"images of kind {Path.GetExtension(entry).ToLowerInvariant()} are not read", "Convert it to PNG or JPEG, or take it out.");
    }

    /// <summary>Class names are printed in tables and reports: what would break a line or turn its direction is refused.</summary>
    private static void CheckName(string folder, string name)
    {
        if (name.Any(c => char.IsControl(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator))
            throw new DataException(folder, $"the class folder '{Uri.EscapeDataString(name)}' (escaped) has invisible characters in its name", "Rename it.");
    }

    private static string[] Entries(string folder)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(folder).Where(entry => !Path.GetFileName(entry).StartsWith('.')).Order(StringComparer.Ordinal).ToArray();
        }
        catch (Exception e) when (RegularFile.IsFileTrouble(e)) { throw RegularFile.Unreadable(folder, e); }
    }

    private static bool HasEnd(string path, string[] ends) => ends.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    private static string Join(IReadOnlyList<string> classes) => string.Join(", ", classes.Take(10)) + (classes.Count > 10 ? $" and {classes.Count - 10} more" : "");
}
