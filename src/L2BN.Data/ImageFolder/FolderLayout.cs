namespace L2BN.Data;

/// <summary>The splits of a folder of images or sounds: those in it, or those drawn from it by the seed.</summary>
/// <param name="Train">Never null.</param>
/// <param name="Test">From <c>test/</c>, else from <c>val/</c>, else a tenth of the files.</param>
/// <param name="Validation">From <c>val/</c> where there is a <c>test/</c> too; a tenth of the files where there is neither; else null.</param>
internal sealed record FolderLayout(FolderSplit Train, FolderSplit Test, FolderSplit? Validation)
{
    private static readonly string[] s_validationNames = ["val", "valid", "validation"];

    internal IEnumerable<FolderSplit> Splits => Validation is null ? [Train, Test] : [Train, Test, Validation];

    internal static FolderLayout Find(string root, FolderKind kind, DataOptions options)
    {
        string train = Path.Combine(root, "train"), test = Path.Combine(root, "test");
        string? validation = s_validationNames.Select(name => Path.Combine(root, name)).FirstOrDefault(Directory.Exists);
        bool hasTrain = Directory.Exists(train), hasTest = Directory.Exists(test);
        if (!hasTrain && (hasTest || validation is not null))
            throw new DataException(root, "expected a folder 'train' beside the others, got none", kind.Advice);
        var files = ClassFolders.List(hasTrain ? train : root, kind);
        if (!hasTest && validation is null) return Divide(files, kind, options);
        return new FolderLayout(files, ClassFolders.List(hasTest ? test : validation!, kind, files.Classes),
            hasTest && validation is not null ? ClassFolders.List(validation, kind, files.Classes) : null);
    }

    private static FolderLayout Divide(FolderSplit all, FolderKind kind, DataOptions options)
    {
        if (all.Files.CountBy(file => file.Label).Any(pair => pair.Value < 3))
            throw new DataException(all.Folder, $"expected a folder 'test' or 'val', or at least 3 {kind.Plural} per class to make splits of, got fewer", $"Add {kind.Plural}, or a test split.");
        var (test, rest) = Draw(all, all, options.Seed);
        if (options.ValidationSize is not null) return new FolderLayout(rest, test, null);
        var (validation, train) = Draw(rest, all, options.Seed);
        return new FolderLayout(train, test, validation);
    }

    /// <summary>Draws as many files as a tenth of all, at least one per class.</summary>
    private static (FolderSplit Drawn, FolderSplit Others) Draw(FolderSplit pool, FolderSplit all, int seed)
    {
        int size = Math.Max(all.Classes.Count, all.Files.Count / 10);
        var (drawn, left) = StratifiedSampling.Draw([.. pool.Files.Select(file => file.Label)], all.Classes.Count, size, seed);
        return (pool with { Files = [.. drawn.Select(i => pool.Files[i])] }, pool with { Files = [.. left.Select(i => pool.Files[i])] });
    }
}
