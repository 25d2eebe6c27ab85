using System.Globalization;

namespace L2BN.Data;

/// <summary>Lists the files of a split: one folder per class, classes and files in ordinal order of their names.</summary>
internal static class ClassFolders
{
    /// <param name="folder">The folder that holds the class folders.</param>
    /// <param name="kind">The sort of files.</param>
    /// <param name="known">The classes of the training split; null where this is it.</param>
    internal static FolderSplit List(string folder, FolderKind kind, IReadOnlyList<string>? known = null)
    {
        string[] names = [.. Entries(folder).Where(entry => Directory.Exists(entry)).Select(entry => Path.GetFileName(entry)!)];
        foreach (string name in names) CheckName(folder, name);
        if (known is null && names.Length < 2)
            throw new DataException(folder, $"expected at least two class folders with {kind.Plural}, got {names.Length}", kind.Advice);
        var classes = known ?? names;
        return new FolderSplit(folder, classes, [.. names.SelectMany(name => FilesOf(folder, name, kind, classes))]);
    }

    private static IEnumerable<LabelledFile> FilesOf(string folder, string name, FolderKind kind, IReadOnlyList<string> classes)
    {
        int label = classes.ToList().IndexOf(name);
        string path = Path.Combine(folder, name);
        if (label < 0) throw new DataException(path, "the training split has no class of this name", $"Its classes are {Join(classes)}.");
        string[] entries = Entries(path);
        foreach (string entry in entries) CheckEntry(entry, kind);
        string[] files = [.. entries.Where(entry => HasExtension(entry, kind.Read))];
        if (files.Length == 0)
            throw new DataException(path, $"expected {kind.Plural} in the class folder, got {entries.Length} files, none of them {kind.ReadNames}", "Fill the folder or remove it.");
        return files.Select(file => new LabelledFile(file, label));
    }

    private static void CheckEntry(string entry, FolderKind kind)
    {
        if (Directory.Exists(entry)) throw new DataException(entry, $"expected {kind.Plural} in the class folder, got a folder", $"Move its {kind.Plural} up or remove it.");
        if (HasExtension(entry, kind.NotRead)) throw new DataException(entry, $"{kind.Plural} of kind {Path.GetExtension(entry).ToLowerInvariant()} are not read", $"Convert it to {kind.Target}, or remove it.");
    }

    /// <summary>Class names are printed in tables and reports: characters that would break a line or change its direction are refused.</summary>
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
        catch (Exception e) when (RegularFile.IsFileError(e)) { throw RegularFile.Unreadable(folder, e); }
    }

    private static bool HasExtension(string path, string[] ends) => ends.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    private static string Join(IReadOnlyList<string> classes) => string.Join(", ", classes.Take(10)) + (classes.Count > 10 ? $" and {classes.Count - 10} more" : "");
}
