namespace L2BN.TestSupport;

/// <summary>The repository that the tests, or a program of one file, were built in.</summary>
public static class Repository
{
    // A program of one file is built elsewhere; .NET tells it where its file is.
    private const string ProgramFolder = "EntryPointFileDirectoryPath";

    /// <summary>Its absolute path.</summary>
    public static string Root { get; } = Find(AppContext.GetData(ProgramFolder) as string ?? AppContext.BaseDirectory);

    /// <summary>The path of a file in it, of parts.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The C# files of folders of the repository, as paths with slashes from its root; what a build writes is left out.</summary>
    public static IEnumerable<string> SourceFiles(params string[] folders) =>
        folders.SelectMany(folder => Directory.EnumerateFiles(PathOf(folder), "*.cs", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal));

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "L2BN.slnx")) ? folder : Find(Path.GetDirectoryName(folder)!);
}
