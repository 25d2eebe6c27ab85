namespace L2BN.Data.Caching;

/// <summary>The folder for data that can be computed or downloaded again: <c>L2BN_CACHE</c>, else the system's folder for a user's
/// caches.</summary>
public static class CacheFolder
{
    /// <summary>The folder, which need not exist yet; null where the system has none.</summary>
    public static string? Default => Environment.GetEnvironmentVariable("L2BN_CACHE") is { Length: > 0 } chosen ? chosen
        : SystemCache() is { Length: > 0 } cache ? Path.Combine(cache, "l2bn") : null;

    private static string? SystemCache()
    {
        if (OperatingSystem.IsWindows())
            return Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsMacOS())
            return home.Length > 0 ? Path.Combine(home, "Library", "Caches") : null;
        if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache)
            return cache;
        return home.Length > 0 ? Path.Combine(home, ".cache") : null;
    }
}
