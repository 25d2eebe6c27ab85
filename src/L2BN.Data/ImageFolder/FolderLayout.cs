namespace L2BN.Data;

/// <summary>The splits of an image folder: those it brings, or those drawn from it by the seed.</summary>
/// <param name="Train">Always there.</param>
/// <param name="Test">From <c>test/</c>, else from <c>val/</c>, else a tenth of the images.</param>
/// <param name="Validation">From <c>val/</c> where there is a <c>test/</c> too; a tenth of the images where there is neither; else null.</param>
internal sealed record FolderLayout(FolderSplit Train, FolderSplit Test, FolderSplit? Validation)
{
    private static readonly string[] s_validationNames = ["val", "valid", "validation"];

    internal IEnumerable<FolderSplit> Splits => Validation is null ? [Train, Test] : [Train, Test, Validation];

    internal static FolderLayout Find(string root, DataOptions options)
    {
        string train = Path.Combine(root, "train"), test = Path.Combine(root, "test");
        string? validation = s_validationNames.Select(name => Path.Combine(root, name)).FirstOrDefault(Directory.Exists);
        bool hasTrain = Directory.Exists(train), hasTest = Directory.Exists(test);
        if (!hasTrain && (hasTest || validation is not null))
            throw new DataException(root, "expected a folder 'train' beside the others, it is not there", "Lay the images out as train/CLASS/*.jpg and test/CLASS/*.jpg.");
        var images = ClassFolders.List(hasTrain ? train : root);
        if (!hasTest && validation is null) return Divide(images, options);
        return new FolderLayout(images, ClassFolders.List(hasTest ? test : validation!, images.Classes),
            hasTest && validation is not null ? ClassFolders.List(validation, images.Classes) : null);
    }

    private static FolderLayout Divide(FolderSplit images, DataOptions options)
    {
        if (images.Files.CountBy(file => file.Label).Any(pair => pair.Value < 3))
            throw new DataException(images.Folder, "expected a folder 'test' or 'val', or at least 3 images per class to make splits of, came fewer", "Add images, or a test split.");
        var (test, rest) = Draw(images, images, options.Seed);
        if (options.ValidationSize is not null) return new FolderLayout(rest, test, null);
        var (validation, train) = Draw(rest, images, options.Seed);
        return new FolderLayout(train, test, validation);
    }

    /// <summary>Draws as many files as a tenth of all, at least one per class.</summary>
    private static (FolderSplit Drawn, FolderSplit Left) Draw(FolderSplit pool, FolderSplit all, int seed)
    {
        int size = Math.Max(all.Classes.Count, all.Files.Count / 10);
        var (drawn, left) = StratifiedChoice.Draw([.. pool.Files.Select(file => file.Label)], all.Classes.Count, size, seed);
        return (pool with { Files = [.. drawn.Select(i => pool.Files[i])] }, pool with { Files = [.. left.Select(i => pool.Files[i])] });
    }
}
