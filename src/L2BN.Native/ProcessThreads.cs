using System.Runtime.InteropServices;
using L2BN.Kernels;
using L2BN.Threads;

namespace L2BN.Native;

/// <summary>Who computes: the threads that the process's OpenMP has already, or own ones where it has none; in a forked process, which has
/// neither, the caller alone.</summary>
internal static unsafe partial class ProcessThreads
{
    private static readonly int s_owner = ProcessId();
    private static volatile WorkerPool s_pool = SerialPool.Instance;

    internal static WorkerPool Pool(int threads)
    {
        WorkerPool pool = s_pool;
        if (threads == 1 || ProcessId() != s_owner)
            return SerialPool.Instance;
        return pool.Threads == threads ? pool : Replace(threads);
    }

    /// <summary><c>l2bn_threads</c> of the header.</summary>
    internal static int Kind(int threads) => Pool(threads) switch
    {
        SerialPool => 0,
        OpenMpPool => 1,
        ThreadedPool => 2,
        WorkerPool other => throw new InvalidOperationException($"a pool of an unknown kind: {other}"),
    };

    // A pool in use by another thread finishes its work there; its idle threads then end with it.
    private static WorkerPool Replace(int threads)
    {
        WorkerPool old = s_pool;
        WorkerPool pool = LibGomp.IsAvailable ? new OpenMpPool(threads) : new ThreadedPool(threads);
        s_pool = pool;
        (old as IDisposable)?.Dispose();
        return pool;
    }

    // Not Environment.ProcessId, which remembers that of the parent.
    [LibraryImport("libc", EntryPoint = "getpid")]
    private static partial int ProcessId();
}
