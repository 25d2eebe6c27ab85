using L2BN.Data.Splits;

namespace L2BN.Data.ImageFolder;

/// <summary>The splits of a folder of images or sounds: those in it, or those drawn from it by the seed.</summary>
/// <remarks>Folders are recognized without case: <c>train</c> or <c>training</c>; <c>test</c>, <c>testing</c>, <c>eval</c> or
/// <c>evaluation</c>; <c>val</c>, <c>valid</c>, <c>validation</c> or <c>dev</c>. Where the only one of them is a train folder without
/// folders in it, it is a class, as its neighbors are.</remarks>
/// <param name="Train">Never null.</param>
/// <param name="Test">The test folder, else the validation folder, else a tenth of the files.</param>
/// <param name="Validation">The validation folder where there is a test folder too; a tenth of the files where there is neither; else
/// null.</param>
internal sealed record FolderLayout(FolderSplit Train, FolderSplit Test, FolderSplit? Validation)
{
    private static readonly string[] s_trainNames = ["train", "training"], s_testNames = ["test", "testing", "tests", "eval", "evaluation"],
        s_validationNames = ["val", "valid", "validation", "dev"];

    /// <summary>Levels of folders and number of files that are searched for unused samples.</summary>
    private const int SearchDepth = 3, SearchFiles = 1000;

    internal IEnumerable<FolderSplit> Splits => Validation is null ? [Train, Test] : [Train, Test, Validation];

    /// <summary>Files and folders that are not used: one sentence each.</summary>
    internal IReadOnlyList<string> Warnings { get; private init; } = [];

    /// <exception cref="DataException">The folder has no train folder beside other splits, a split without files, or class folders that do
    /// not fit.</exception>
    internal static FolderLayout Find(string root, FolderKind kind, DataOptions options)
    {
        string[] entries = FolderEntries.List(root), folders = [.. entries.Where(Directory.Exists)];
        string? train = Match(folders, s_trainNames), test = Match(folders, s_testNames), validation = Match(folders, s_validationNames);
        bool isSplit = train is not null && (test is not null || validation is not null || HasFolders(train));
        if (train is null && ((test is not null && HasFolders(test)) || (validation is not null && HasFolders(validation))))
            throw new DataException(root, "expected a folder 'train' with class folders beside the other splits, got none", kind.Layout);
        if (!isSplit)
            return Divide(ClassFolders.List(root, kind), kind, options);
        FolderSplit training = ClassFolders.List(train!, kind);
        if (test is null && validation is null)
            return Divide(training, kind, options).WithUnused(root, entries, [train!], kind);
        FolderSplit List(string folder) => ClassFolders.List(folder, kind, training.Classes);
        var layout = new FolderLayout(
            training,
            List(test ?? validation!),
            test is not null && validation is not null ? List(validation) : null);
        return (layout with { Warnings = [.. layout.Splits.SelectMany(split => split.Warnings)] }).WithUnused(
            root,
            entries,
            [.. layout.Splits.Select(split => split.Folder)],
            kind);
    }

    /// <summary>The folder with the first of the names, in their order; among names that differ in case, the first in ordinal
    /// order.</summary>
    private static string? Match(string[] folders, string[] names) => names
        .Select(name => Array.Find(folders, folder => string.Equals(Path.GetFileName(folder), name, StringComparison.OrdinalIgnoreCase)))
        .FirstOrDefault(folder => folder is not null);

    private static bool HasFolders(string folder) => FolderEntries.List(folder).Any(Directory.Exists);

    private FolderLayout WithUnused(string root, string[] entries, string[] used, FolderKind kind)
    {
        string splits = string.Join(", ", used.Select(folder => SafeText.Line(Path.GetFileName(folder))));
        string[] unused = [.. entries.Except(used).Where(entry => HasSamples(entry, kind))];
        if (unused.Length == 0)
            return this;
        string warning = $"{root}: {kind.Plural} that are not used: {UnreadFile.Examples(root, unused)}; the splits are {splits}.";
        return this with { Warnings = [.. Warnings, warning] };
    }

    private static bool HasSamples(string entry, FolderKind kind)
    {
        IEnumerable<string> files = Directory.Exists(entry) ? FolderEntries.ListAll(entry, SearchDepth).Take(SearchFiles) : [entry];
        return files.Any(file => kind.FindProblem(file) is null or { IsUnsupported: true });
    }

    private static FolderLayout Divide(FolderSplit all, FolderKind kind, DataOptions options)
    {
        if (all.Files.CountBy(file => file.Label).Any(pair => pair.Value < 3))
            throw new DataException(all.Folder,
                $"expected a folder 'test' or 'val', or at least 3 {kind.Plural} per class to make splits of, got fewer",
                $"Add {kind.Plural}, or a test split.");
        (FolderSplit test, FolderSplit rest) = Draw(all, all, options.Seed);
        if (options.ValidationSize is not null)
            return new FolderLayout(rest, test, null) { Warnings = all.Warnings };
        (FolderSplit validation, FolderSplit train) = Draw(rest, all, options.Seed);
        return new FolderLayout(train, test, validation) { Warnings = all.Warnings };
    }

    /// <summary>Draws as many files as a tenth of all, at least one per class.</summary>
    private static (FolderSplit Drawn, FolderSplit Others) Draw(FolderSplit pool, FolderSplit all, int seed)
    {
        int size = Math.Max(all.Classes.Count, all.Files.Count / 10);
        (int[] drawn, int[] others) = StratifiedSampling.Draw([.. pool.Files.Select(file => file.Label)], all.Classes.Count, size, seed);
        return (pool with { Files = [.. drawn.Select(i => pool.Files[i])] }, pool with { Files = [.. others.Select(i => pool.Files[i])] });
    }
}
