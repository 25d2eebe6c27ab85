using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace L2BN.Native.Loading;

/// <summary>
/// Loads patched bytes from a file in the user's cache folder, so that each version is written once; where that folder cannot be used,
/// from a folder of this process alone, removed as soon as the library is loaded. The original file is never changed.
/// </summary>
internal static class PatchedLibrary
{
    public const string FileName = "libLibTorchSharp.so";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static nint Load(byte[] patched)
    {
        List<string> failures = [];
        foreach (Func<byte[], nint> load in new[] { LoadFromCache, LoadFromTemporaryFolder })
        {
            try
            {
                return load(patched);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or DllNotFoundException)
            {
                failures.Add(e.Message);
            }
        }

        throw new DllNotFoundException($"The patched copy of {FileName} could not be loaded.\n{string.Join('\n', failures)}\n"
            + "Set XDG_CACHE_HOME to a writable folder from which libraries may be loaded.");
    }

    /// <summary>The file for the patched bytes, or null where the user has no cache folder.</summary>
    public static string? CachePath(byte[] patched) => CacheFolder is { } folder
        ? Path.Combine(folder, "l2bn", "native", Convert.ToHexStringLower(SHA256.HashData(patched))[..16], FileName)
        : null;

    private static string? CacheFolder =>
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { } cache && Path.IsPathRooted(cache) ? cache
        : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home ? Path.Combine(home, ".cache")
        : null;

    private static nint LoadFromCache(byte[] patched)
    {
        string path = CachePath(patched) ?? throw new IOException("This user has neither XDG_CACHE_HOME nor a home folder.");

        // The name is not trusted: a torn or changed file is replaced.
        if (!HasContent(path, patched))
            Write(path, patched);
        return NativeLibrary.Load(path);
    }

    private static nint LoadFromTemporaryFolder(byte[] patched)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("l2bn-");
        try
        {
            string path = Path.Combine(folder.FullName, FileName);
            File.WriteAllBytes(path, patched);
            return NativeLibrary.Load(path);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static bool HasContent(string path, byte[] bytes) =>
        File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes);

    private static void Write(string path, byte[] patched)
    {
        if (!OperatingSystem.IsWindows())
            Directory.CreateDirectory(Path.GetDirectoryName(path)!, OwnerOnly);
        AtomicFile.Write(path, patched);
    }
}
