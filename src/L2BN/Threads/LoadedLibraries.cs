namespace L2BN.Threads;

/// <summary>The shared libraries of this process, on Linux.</summary>
internal static class LoadedLibraries
{
    /// <summary>Their paths; none where the system does not say.</summary>
    internal static string[] Paths()
    {
        try
        {
            return OperatingSystem.IsLinux() ? [.. File.ReadLines("/proc/self/maps").Select(PathOf).Where(path => path.Length > 0).Distinct()] : [];
        }
        catch (IOException)
        {
            return [];
        }
    }

    /// <summary>The first whose file name begins with <paramref name="name"/>.</summary>
    internal static string? Find(string[] paths, string name) =>
        Array.Find(paths, path => Path.GetFileName(path).StartsWith(name, StringComparison.Ordinal));

    private static string PathOf(string line)
    {
        int slash = line.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? "" : line[slash..];
    }
}
