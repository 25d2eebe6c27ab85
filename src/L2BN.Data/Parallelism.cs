using System.Runtime.ExceptionServices;

namespace L2BN.Data;

/// <summary>A parallel loop that rethrows its first exception unwrapped.</summary>
internal static class Parallelism
{
    internal static void For(int count, Action<int> body)
    {
        try
        {
            Parallel.For(0, count, body);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }
}
