using System.Diagnostics;

namespace L2BN.Data.Tests.Support;

/// <summary>Checks readers on hostile files: they return or throw their own exception, within time and memory.</summary>
internal static class Hostile
{
    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(10);

    /// <summary>Runs a reader that must refuse, and returns its message.</summary>
    internal static string Refused(Action read, long memory = 32 << 20)
    {
        DataException? refusal = Refusal(read, memory);
        Assert.True(refusal is not null, "Expected a DataException, the file was read.");
        Assert.EndsWith(".", refusal.Message, StringComparison.Ordinal);
        return refusal.Message;
    }

    /// <summary>Runs a reader that may read or refuse; any other exception is a failure.</summary>
    internal static DataException? Refusal(Action read, long memory)
    {
        long start = Stopwatch.GetTimestamp(), allocated = GC.GetAllocatedBytesForCurrentThread();
        DataException? refusal = null;
        try
        {
            read();
        }
        catch (DataException e)
        {
            refusal = e;
        }
        Assert.True(Stopwatch.GetElapsedTime(start) < s_time, $"took {Stopwatch.GetElapsedTime(start)}");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, memory);
        return refusal;
    }
}
