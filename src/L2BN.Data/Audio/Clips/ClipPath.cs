namespace L2BN.Data.Audio.Clips;

/// <summary>Checks file names from metadata: they may name files in the data folder and below, nothing else.</summary>
internal sealed class ClipPath
{
    private readonly string _root;
    private readonly HashSet<string> _checkedFolders = new(StringComparer.Ordinal);

    /// <param name="root">The data folder; may itself be a link.</param>
    internal ClipPath(string root) => _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    /// <summary>The path of a file, which need not exist.</summary>
    /// <param name="name">Parts separated by slashes, relative to the root.</param>
    /// <param name="source">File and line that the name comes from, for messages.</param>
    internal string Resolve(string name, string source)
    {
        string[] parts = name.Split('/');
        bool plain = name.Length is > 0 and <= 1024 && !name.Any(c => c is '\\' or ':' || char.IsControl(c))
            && parts.All(part => part is not ("" or "." or ".."));
        if (!plain || Path.IsPathRooted(name))
            throw Outside(source, name, "expected a file name inside the data folder");
        string path = Path.GetFullPath(Path.Combine(_root, name));
        if (!path.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw Outside(source, name, "the file is outside the data folder");
        CheckLinks(parts, source, name);
        return path;
    }

    /// <summary>A link inside the data folder could lead anywhere, so none is followed.</summary>
    private void CheckLinks(string[] parts, string source, string name)
    {
        string path = _root;
        for (int i = 0; i < parts.Length; i++)
        {
            path = Path.Combine(path, parts[i]);
            bool folder = i < parts.Length - 1;
            if (folder && _checkedFolders.Contains(path))
                continue;
            if (new FileInfo(path).LinkTarget is not null)
                throw Outside(source, name, $"{path} is a link, and links inside a data folder are not followed");
            if (folder)
                _checkedFolders.Add(path);
        }
    }

    private static DataException Outside(string source, string name, string problem) =>
        new(source, $"{problem}, got '{(name.Length > 200 ? name[..200] + "…" : name)}'",
            "Correct the name, or copy the file itself into the data folder.");
}
