using L2BN.Kernels;

namespace L2BN.Benchmarks;

/// <summary>Takes every pass from the front, to measure what walking the second one from the end is worth.</summary>
internal sealed unsafe class AscendingPool(WorkerPool inner) : WorkerPool
{
    public override int Threads => inner.Threads;

    public override void Run(int parts, bool descending, delegate*<void*, int, void> body, void* state) => inner.Run(parts, false, body, state);
}
