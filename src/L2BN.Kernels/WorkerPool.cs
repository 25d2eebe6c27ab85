namespace L2BN.Kernels;

/// <summary>
/// The threads that share a kernel's work. A kernel cuts its work into parts by the shape of the data alone; a pool only decides
/// which thread computes which part, so results do not depend on the number of threads.
/// </summary>
public abstract unsafe class WorkerPool
{
    /// <summary>Threads that take part, the caller's included; ≥ 1.</summary>
    public abstract int Threads { get; }

    /// <summary>Calls <paramref name="body"/> once for every part 0 … <paramref name="parts"/> − 1 and returns when all are done.</summary>
    /// <param name="parts">Number of parts, ≥ 0.</param>
    /// <param name="body">Computes one part; must not throw.</param>
    /// <param name="state">Passed to <paramref name="body"/>.</param>
    public abstract void Run(int parts, delegate*<void*, int, void> body, void* state);

    /// <summary>Computes the contiguous share of one of several threads. Shares are contiguous so that in the second pass a thread
    /// works on what the first has left in its own cache.</summary>
    /// <param name="thread">0 … <paramref name="threads"/> − 1.</param>
    /// <param name="threads">Number of threads, ≥ 1.</param>
    /// <param name="parts">As in <see cref="Run"/>.</param>
    /// <param name="body">As in <see cref="Run"/>.</param>
    /// <param name="state">As in <see cref="Run"/>.</param>
    protected static void RunShare(int thread, int threads, int parts, delegate*<void*, int, void> body, void* state)
    {
        int from = (int)((long)parts * thread / threads), to = (int)((long)parts * (thread + 1) / threads);
        for (int part = from; part < to; part++)
            body(state, part);
    }
}

/// <summary>The caller's thread alone.</summary>
public sealed unsafe class SerialPool : WorkerPool
{
    private SerialPool()
    {
    }

    /// <summary>The one instance; it has no state.</summary>
    public static SerialPool Instance { get; } = new();

    /// <inheritdoc/>
    public override int Threads => 1;

    /// <inheritdoc/>
    public override void Run(int parts, delegate*<void*, int, void> body, void* state) =>
        RunShare(0, 1, parts, body, state);
}
