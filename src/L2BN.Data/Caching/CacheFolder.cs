namespace L2BN.Data;

/// <summary>Where things are kept that can be made again: <c>L2BN_CACHE</c>, else the system's place for a user's caches.</summary>
public static class CacheFolder
{
    /// <summary>The folder, which need not exist yet; null where the system names none.</summary>
    public static string? Default => Environment.GetEnvironmentVariable("L2BN_CACHE") is { Length: > 0 } chosen ? chosen
        : SystemPlace() is { Length: > 0 } place ? Path.Combine(place, "l2bn") : null;

    private static string? SystemPlace()
    {
        if (OperatingSystem.IsWindows()) return Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsMacOS()) return home.Length > 0 ? Path.Combine(home, "Library", "Caches") : null;
        if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache) return cache;
        return home.Length > 0 ? Path.Combine(home, ".cache") : null;
    }
}
