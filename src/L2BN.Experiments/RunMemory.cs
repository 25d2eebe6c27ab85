using L2BN.Results;

namespace L2BN.Experiments;

/// <summary>Keeps what one run left behind out of the peak of the next.</summary>
public static class RunMemory
{
    /// <summary>Gives back what nobody holds any more, then starts a new peak.</summary>
    public static void Reset()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        MemoryReuse.Release();
        PeakMemory.Reset();
    }
}
