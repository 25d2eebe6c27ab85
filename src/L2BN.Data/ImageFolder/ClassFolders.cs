using L2BN.Data.Files;

namespace L2BN.Data.ImageFolder;

/// <summary>A file and the class of its folder.</summary>
internal readonly record struct LabeledFile(string Path, int Label);

/// <summary>The files of one split, class by class.</summary>
/// <param name="Folder">The folder that contains the class folders.</param>
/// <param name="Classes">Names of the classes.</param>
/// <param name="Files">The files that are read.</param>
internal sealed record FolderSplit(string Folder, IReadOnlyList<string> Classes, IReadOnlyList<LabeledFile> Files)
{
    /// <summary>Files that are not used: one sentence each.</summary>
    internal IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>Lists the files of a split: one folder per class, classes and files in ordinal order of their names. Hidden files (those of
/// macOS that start with "._" too) are ignored.</summary>
internal sealed class ClassFolders
{
    private readonly string _folder;
    private readonly FolderKind _kind;
    private readonly IReadOnlyList<string> _classes;
    private readonly List<LabeledFile> _files = [];
    private readonly List<UnreadFile> _unread = [];

    private ClassFolders(string folder, FolderKind kind, IReadOnlyList<string> classes) =>
        (_folder, _kind, _classes) = (folder, kind, classes);

    /// <param name="folder">The folder that contains the class folders.</param>
    /// <param name="kind">The sort of files.</param>
    /// <param name="known">The classes of the training split; null for the training split itself.</param>
    /// <exception cref="DataException">No class folders, an unknown class, a class folder without files, or files of a format that is not
    /// read.</exception>
    internal static FolderSplit List(string folder, FolderKind kind, IReadOnlyList<string>? known = null)
    {
        string[] entries = FolderEntries.List(folder);
        string[] names = [.. entries.Where(Directory.Exists).Select(entry => Path.GetFileName(entry)!)];
        CheckNames(folder, names, kind, known, entries.Length - names.Length);
        var lister = new ClassFolders(folder, kind, known ?? names);
        foreach (string name in names)
            lister.AddClass(name);
        lister.RefuseUnsupported();
        return new FolderSplit(folder, lister._classes, lister._files) { Warnings = [.. lister.Warn(entries)] };
    }

    private static void CheckNames(string folder, string[] names, FolderKind kind, IReadOnlyList<string>? known, int files)
    {
        if (names.Length < (known is null ? 2 : 1))
        {
            string least = known is null ? "at least two class folders" : "class folders, as the training split has,";
            throw new DataException(
                folder,
                $"expected {least} with {kind.Plural}, got {names.Length} class folders and {files} other files",
                kind.Layout);
        }
        // Class names are printed in tables and reports: characters that would break a line or change its direction are refused.
        if (Array.Find(names, name => SafeText.Line(name) != name) is { } invisible)
            throw new DataException(folder,
                $"expected printable class names, got '{SafeText.Line(invisible)}' (escaped) with invisible characters", "Rename it.");
    }

    private void AddClass(string name)
    {
        string path = Path.Combine(_folder, name);
        int label = LabelOf(name, path), before = _files.Count, unreadBefore = _unread.Count;
        foreach (string entry in FolderEntries.List(path))
        {
            if (Directory.Exists(entry))
                throw new DataException(entry, $"expected {_kind.Plural} in the class folder, got a folder",
                    $"Move its {_kind.Plural} up or remove it.");
            if (_kind.FindProblem(entry) is { } unread)
                _unread.Add(unread);
            else
                _files.Add(new LabeledFile(entry, label));
        }
        if (_files.Count > before || _unread.Skip(unreadBefore).Any(file => file.IsUnsupported))
            return;
        string found = _unread.Count > unreadBefore ? UnreadFile.Summarize(_folder, _unread.Skip(unreadBefore)) : "no files";
        throw new DataException(path, $"expected {_kind.Plural} in the class folder, got {found}", "Fill the folder or remove it.");
    }

    private int LabelOf(string name, string path)
    {
        int label = _classes.ToList().IndexOf(name);
        if (label >= 0)
            return label;
        string problem = _classes.FirstOrDefault(known => FileName.LookAlike(known, name)) is { } twin
            ? $"expected the class {FileName.WithCodePoints(twin)} of the training split, got "
                + $"{FileName.WithCodePoints(name)}, which looks the same"
            : $"expected a class of the training split ({Join(_classes)}), got {FileName.WithCodePoints(name)}";
        throw new DataException(path, problem, "Rename or remove the folder.");
    }

    private IEnumerable<string> Warn(string[] entries)
    {
        if (_unread.Count > 0)
            yield return $"{_folder}: files that are not read: {UnreadFile.Summarize(_folder, _unread)}.";
        // Files of another sort (a list of the classes, a license) are no lost samples.
        string[] loose =
        [
            .. entries.Where(entry => !Directory.Exists(entry) && _kind.FindProblem(entry) is null or { IsUnsupported: true }),
        ];
        if (loose.Length > 0)
            yield return $"{_folder}: {_kind.Plural} beside the class folders that are not used: {loose.Length:N0} "
                + $"({UnreadFile.Examples(_folder, loose)}).";
    }

    private void RefuseUnsupported()
    {
        UnreadFile[] unsupported = [.. _unread.Where(file => file.IsUnsupported)];
        if (unsupported.Length > 0)
            throw new DataException(
                _folder,
                $"expected {_kind.Formats}, got {UnreadFile.Summarize(_folder, unsupported)}",
                "Convert or remove them.");
    }

    private static string Join(IReadOnlyList<string> classes) =>
        string.Join(", ", classes.Take(10)) + (classes.Count > 10 ? $" and {classes.Count - 10} more" : "");
}
