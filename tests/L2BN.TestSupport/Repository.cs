namespace L2BN.TestSupport;

/// <summary>The repository that the tests were built in.</summary>
public static class Repository
{
    /// <summary>Its absolute path.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>The path of a file in it, of parts.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "L2BN.slnx")) ? folder : Find(Path.GetDirectoryName(folder)!);
}
