using TorchSharp;

namespace L2BN.Tests.Support;

/// <summary>The tensors alive on this thread, as TorchSharp's own statistics count them.</summary>
internal static class LiveTensors
{
    internal static long Count => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

    /// <summary>How many more tensors are alive after the action than before.</summary>
    internal static long LeftBy(Action action)
    {
        long before = Count;
        action();
        return Count - before;
    }
}
