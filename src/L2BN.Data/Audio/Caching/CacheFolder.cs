namespace L2BN.Data.Audio;

/// <summary>Where things are kept that can be computed again.</summary>
internal static class CacheFolder
{
    /// <summary>The user's cache folder for sound: XDG_CACHE_HOME or ~/.cache on Linux, ~/Library/Caches on macOS, local application data on Windows; null where there is no home.</summary>
    internal static string? Default()
    {
        string? folder = OperatingSystem.IsWindows() ? Known(Environment.SpecialFolder.LocalApplicationData)
            : OperatingSystem.IsMacOS() ? Below(Known(Environment.SpecialFolder.UserProfile), "Library", "Caches")
            : Xdg() ?? Below(Known(Environment.SpecialFolder.UserProfile), ".cache");
        return Below(folder, "l2bn", "audio");
    }

    private static string? Xdg()
    {
        string? folder = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        return Path.IsPathFullyQualified(folder ?? "") ? folder : null;
    }

    private static string? Known(Environment.SpecialFolder folder) => Environment.GetFolderPath(folder) is { Length: > 0 } path ? path : null;

    private static string? Below(string? folder, params string[] parts) => folder is null ? null : Path.Combine([folder, .. parts]);
}
