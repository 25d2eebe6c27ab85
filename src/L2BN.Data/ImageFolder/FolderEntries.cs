using L2BN.Data.Files;

namespace L2BN.Data.ImageFolder;

/// <summary>Lists folders in ordinal order of the names, without hidden entries.</summary>
internal static class FolderEntries
{
    /// <summary>Deepest folder that is looked into, so that links to parent folders end.</summary>
    private const int MaxDepth = 32;

    /// <summary>Files and folders in a folder.</summary>
    /// <exception cref="DataException">The folder cannot be read.</exception>
    internal static string[] List(string folder)
    {
        try
        {
            return
            [
                .. Directory
                    .EnumerateFileSystemEntries(folder)
                    .Where(entry => !Path.GetFileName(entry).StartsWith('.'))
                    .Order(StringComparer.Ordinal),
            ];
        }
        catch (Exception e) when (RegularFile.IsFileError(e))
        {
            throw RegularFile.Unreadable(folder, e);
        }
    }

    /// <summary>Files in and below a folder, folder by folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="depth">Levels of folders to list, 1 for the folder alone.</param>
    /// <exception cref="DataException">A folder cannot be read.</exception>
    internal static IEnumerable<string> ListAll(string folder, int depth = MaxDepth)
    {
        foreach (string entry in List(folder))
        {
            if (!Directory.Exists(entry))
                yield return entry;
            else if (depth > 1 && !IsLinkToParent(entry))
            {
                foreach (string file in ListAll(entry, depth - 1))
                    yield return file;
            }
        }
    }

    private static bool IsLinkToParent(string folder) => Directory.ResolveLinkTarget(folder, returnFinalTarget: true) is { } target
        && (Path.GetFullPath(folder) + Path.DirectorySeparatorChar).StartsWith(
            Path.TrimEndingDirectorySeparator(target.FullName) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
