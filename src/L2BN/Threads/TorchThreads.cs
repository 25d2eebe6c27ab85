using L2BN.Kernels;
using static TorchSharp.torch;

namespace L2BN.Threads;

/// <summary>The pool for the kernels: as many threads as <c>torch.set_num_threads</c> set, libtorch's own where they can be used.</summary>
internal static class TorchThreads
{
    private static volatile WorkerPool s_pool = SerialPool.Instance;

    /// <summary>Whether libtorch's own threads are used; the alternative is a pool of .NET threads
    /// (docs/decisions/0002-threads.md).</summary>
    internal static bool ShareOpenMp { get; set; } = true;

    internal static WorkerPool Pool
    {
        get
        {
            int threads = get_num_threads();
            WorkerPool pool = s_pool;
            bool shared = ShareOpenMp && LibGomp.IsAvailable;
            if (threads == 1)
                return SerialPool.Instance;
            return pool.Threads == threads && pool is OpenMpPool == shared ? pool : Replace(threads, shared);
        }
    }

    // A pool in use by another thread finishes its work there; its idle threads then end with it.
    private static WorkerPool Replace(int threads, bool shared)
    {
        WorkerPool old = s_pool;
        WorkerPool pool = shared ? new OpenMpPool(threads) : new ThreadedPool(threads);
        s_pool = pool;
        (old as IDisposable)?.Dispose();
        return pool;
    }
}
