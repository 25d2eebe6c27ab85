namespace L2BN.Data.Download;

/// <summary>Moves the files of one folder into another.</summary>
internal static class FolderMerge
{
    /// <param name="target">The folder that receives the files.</param>
    /// <param name="source">A folder of regular files and folders; deleted afterwards.</param>
    /// <param name="archive">Where the files come from, for errors.</param>
    /// <exception cref="DataException">A file is in both.</exception>
    internal static void Into(string target, string source, string archive)
    {
        foreach (string folder in Directory.EnumerateDirectories(source, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(Path.Combine(target, Path.GetRelativePath(source, folder)));
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
            Move(file, Path.Combine(target, Path.GetRelativePath(source, file)), archive);
        Directory.Delete(source, recursive: true);
    }

    private static void Move(string file, string target, string archive)
    {
        if (Path.Exists(target))
            throw new DataException(
                archive,
                $"expected new files, got '{Path.GetFileName(target)}' of an earlier archive again",
                "Get the data set again.");
        File.Move(file, target);
    }
}
