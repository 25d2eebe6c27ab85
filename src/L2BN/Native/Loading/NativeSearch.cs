using System.Reflection;

namespace L2BN.Native;

/// <summary>Where a program's native libraries lie: the folders that the .NET host names, then the program's own.</summary>
internal static class NativeSearch
{
    private const string RuntimeFolder = "runtimes/linux-x64/native";

    public static string? Find(string fileName) => Folders.Select(folder => Path.Combine(folder, fileName)).FirstOrDefault(File.Exists);

    private static IEnumerable<string> Folders => HostFolders
        .Concat(ProgramFolders.SelectMany(folder => new[] { folder, Path.Combine(folder, RuntimeFolder) }))
        .Where(folder => folder.Length > 0)
        .Distinct();

    private static string[] HostFolders =>
        (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "").Split(Path.PathSeparator);

    private static string[] ProgramFolders => [AppContext.BaseDirectory, AssemblyFolder];

    // Empty in a single-file program, where the host's folders hold what was extracted.
    private static string AssemblyFolder => Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location) ?? "";
}
