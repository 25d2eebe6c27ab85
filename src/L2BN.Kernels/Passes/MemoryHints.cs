using System.Runtime.CompilerServices;
using L2BN.Kernels.Lanes;

namespace L2BN.Kernels.Passes;

/// <summary>How the loops treat memory. Variables only for the benchmark that measures them (<c>benchmarks variants</c>).</summary>
internal static class MemoryHints
{
    private const int Line = 64;

    /// <summary>
    /// Bytes between what a loop works on and what it prefetches; 0 for none. A processor follows a stream of addresses by itself only to
    /// the end of a page of 4 KiB; after it the next page starts cold, its address untranslated, where in a training step the tensor has
    /// left the caches. One page ahead, for what is written too, this is over when the loop arrives; shorter distances gained nothing and
    /// longer ones less.
    /// </summary>
    internal static int PrefetchDistance { get; set; } = 4096;

    /// <summary>
    /// Bytes of a result from which on it is stored past the caches. An ordinary store first reads the line it overwrites; for a result
    /// that the last-level cache cannot keep until it is read, that is a wasted read of the whole tensor. Measured with a reader right
    /// after the layer (32 MiB of cache): at 8 MiB a loss, at 16 MiB even, from 24 MiB on a gain of a tenth to a quarter, in backward
    /// from 16 MiB on.
    /// </summary>
    internal static long NonTemporalThreshold { get; set; } = 16L << 20;

    /// <summary>Prefetches the lines of four neighboring registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void PrefetchFour<TStorage, T, TLanes>(TStorage* address)
        where TStorage : unmanaged
        where T : unmanaged
        where TLanes : struct, ILanes<TLanes, T>
    {
        int bytes = 4 * TLanes.Count * sizeof(TStorage);
        TLanes.Prefetch(address);
        if (bytes > Line)
            TLanes.Prefetch((byte*)address + Line);
        if (bytes <= 2 * Line)
            return;
        TLanes.Prefetch((byte*)address + (2 * Line));
        TLanes.Prefetch((byte*)address + (3 * Line));
    }
}
