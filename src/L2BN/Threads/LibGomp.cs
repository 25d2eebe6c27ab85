using System.Runtime.InteropServices;

namespace L2BN.Threads;

/// <summary>
/// The OpenMP runtime that libtorch has loaded (not any other that the process may hold): its own worker threads, reached through
/// the entry points that compilers call.
/// </summary>
internal static unsafe class LibGomp
{
    private static readonly nint s_library = Find();

    /// <summary>GOMP_parallel(function, data, threads, flags); null where libtorch does not run on libgomp.</summary>
    internal static readonly delegate* unmanaged<delegate* unmanaged<void*, void>, void*, uint, uint, void> Parallel =
        (delegate* unmanaged<delegate* unmanaged<void*, void>, void*, uint, uint, void>)Export("GOMP_parallel");

    /// <summary>Number of the calling thread in its team.</summary>
    internal static readonly delegate* unmanaged<int> ThreadNumber = (delegate* unmanaged<int>)Export("omp_get_thread_num");

    /// <summary>Threads in the calling thread's team.</summary>
    internal static readonly delegate* unmanaged<int> TeamSize = (delegate* unmanaged<int>)Export("omp_get_num_threads");

    /// <summary>Whether the calling thread works in a team already.</summary>
    internal static readonly delegate* unmanaged<int> InParallel = (delegate* unmanaged<int>)Export("omp_in_parallel");

    internal static bool IsAvailable => Parallel != null && ThreadNumber != null && TeamSize != null && InParallel != null;

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
