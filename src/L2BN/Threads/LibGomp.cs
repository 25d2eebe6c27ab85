using System.Runtime.InteropServices;

namespace L2BN.Threads;

/// <summary>
/// The OpenMP runtime that libtorch has loaded (a process may have loaded others too): its worker threads, reached through the entry
/// points that compilers call.
/// </summary>
internal static unsafe class LibGomp
{
    private static readonly nint s_library = Find();

    /// <summary>GOMP_parallel(function, data, threads, flags); null where libtorch does not run on libgomp.</summary>
    internal static readonly delegate* unmanaged<delegate* unmanaged<void*, void>, void*, uint, uint, void> Parallel =
        (delegate* unmanaged<delegate* unmanaged<void*, void>, void*, uint, uint, void>)Export("GOMP_parallel");

    /// <summary>Number of the calling thread in its team.</summary>
    internal static readonly delegate* unmanaged<int> ThreadNumber = (delegate* unmanaged<int>)Export("omp_get_thread_num");

    /// <summary>Whether the calling thread works in a team already.</summary>
    internal static readonly delegate* unmanaged<int> InParallel = (delegate* unmanaged<int>)Export("omp_in_parallel");

    internal static bool IsAvailable => Parallel != null && ThreadNumber != null && InParallel != null;

    private static void* Export(string name) =>
        s_library != 0 && NativeLibrary.TryGetExport(s_library, name, out nint address) ? (void*)address : null;

    private static nint Find()
    {
        string[] loaded = LoadedLibraries.Paths();
        string? torch = LoadedLibraries.Find(loaded, "libtorch_cpu.so");
        string[] runtimes = [.. loaded.Where(path => Path.GetFileName(path).StartsWith("libgomp", StringComparison.Ordinal))];
        string? beside = Array.Find(runtimes, path => Path.GetDirectoryName(path) == Path.GetDirectoryName(torch));
        string? own = beside ?? (runtimes.Length == 1 ? runtimes[0] : null);
        return torch is not null && own is not null && NativeLibrary.TryLoad(own, out nint library) ? library : 0;
    }
}

/// <summary>The shared libraries of this process, on Linux.</summary>
internal static class LoadedLibraries
{
    /// <summary>Their paths; none where the system does not list them.</summary>
    internal static string[] Paths()
    {
        try
        {
            return OperatingSystem.IsLinux()
                ? [.. File.ReadLines("/proc/self/maps").Select(ParsePath).Where(path => path.Length > 0).Distinct()]
                : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The first whose file name begins with <paramref name="name"/>.</summary>
    internal static string? Find(string[] paths, string name) =>
        Array.Find(paths, path => Path.GetFileName(path).StartsWith(name, StringComparison.Ordinal));

    private static string ParsePath(string line)
    {
        int slash = line.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? "" : line[slash..];
    }
}
