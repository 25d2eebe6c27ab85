using System.Runtime.InteropServices;

namespace L2BN.Threads;

/// <summary>
/// A thread's contiguous share of the parts, so that it meets in the second pass what it left in its own cache in the first. The
/// owner takes parts from one end; whoever has finished helps from the other, because cores of one machine are not equally fast:
/// without it the slower one held up every pass. As large as two cache lines, so that neighbours do not disturb each other.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 128)]
internal unsafe struct Share
{
    // First part in the low half, one past the last in the high half.
    [FieldOffset(64)]
    private long _range;

    internal static void Cut(Share* shares, int threads, int parts)
    {
        for (int k = 0; k < threads; k++)
            shares[k]._range = Pack((int)((long)parts * k / threads), (int)((long)parts * (k + 1) / threads));
    }

    /// <summary>The next part, or −1 when the share is empty.</summary>
    internal int Take(bool fromEnd)
    {
        while (true)
        {
            long seen = Volatile.Read(ref _range);
            int from = (int)seen, to = (int)(seen >> 32);
            if (from >= to) return -1;
            long rest = fromEnd ? Pack(from, to - 1) : Pack(from + 1, to);
            if (Interlocked.CompareExchange(ref _range, rest, seen) == seen) return fromEnd ? to - 1 : from;
        }
    }

    private static long Pack(int from, int to) => ((long)to << 32) | (uint)from;
}
