using System.Runtime.ExceptionServices;

namespace L2BN.Data;

/// <summary>A parallel loop whose first failure arrives as it was thrown.</summary>
internal static class Parallelism
{
    internal static void For(int count, Action<int> body)
    {
        try { Parallel.For(0, count, body); }
        catch (AggregateException e) { ExceptionDispatchInfo.Throw(e.InnerExceptions[0]); }
    }
}
