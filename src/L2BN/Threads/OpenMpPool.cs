using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using L2BN.Kernels;

#pragma warning disable CS8500 // A pointer to a managed reference: it points to a local of Run, which outlives the job.

namespace L2BN.Threads;

/// <summary>
/// The threads of libtorch itself. Two pools would compete for the cores: libtorch's threads spin for a while after each of
/// its operators, right when ours would start.
/// </summary>
internal sealed unsafe class OpenMpPool(int threads) : WorkerPool
{
    public override int Threads => threads;

    /// <summary>Always uses all threads, also for few parts: libgomp ends the threads that a smaller team leaves over.</summary>
    public override void Run(int parts, delegate*<void*, int, void> body, void* state)
    {
        if (parts < 2 || threads < 2 || LibGomp.InParallel() != 0)
        {
            RunShare(0, 1, parts, body, state);
            return;
        }

        WorkShare* shares = stackalloc WorkShare[threads];
        WorkShare.Split(shares, threads, parts);
        Exception? failure = null;
        var job = new Job { Body = body, State = state, Shares = shares, Threads = threads, Failure = &failure };
        LibGomp.Parallel(&Work, &job, (uint)threads, 0);
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
    }

    // A team may be smaller than requested; shares without an owner are then processed by the other threads. An exception must not reach
    // the native caller, which would end the process.
    [UnmanagedCallersOnly]
    private static void Work(void* data)
    {
        var job = (Job*)data;
        try
        {
            int own = LibGomp.ThreadNumber();
            for (int k = 0; k < job->Threads; k++)
                Process(job, job->Shares + ((own + k) % job->Threads), fromEnd: k != 0);
        }
        catch (Exception failure)
        {
            Interlocked.CompareExchange(ref *job->Failure, failure, null);
        }
    }

    private static void Process(Job* job, WorkShare* share, bool fromEnd)
    {
        for (int part = share->Take(fromEnd); part >= 0; part = share->Take(fromEnd))
            job->Body(job->State, part);
    }

    private struct Job
    {
        public delegate*<void*, int, void> Body;
        public void* State;
        public WorkShare* Shares;
        public int Threads;
        public Exception?* Failure;
    }
}

/// <summary>
/// A thread's contiguous share of the parts, so that it finds in the second pass what it left in its own cache in the first. The owner
/// takes parts from the start; whoever has finished helps from the end, because cores of one machine are not equally fast: without it
/// the slower one delayed every pass. As large as two cache lines, so that neighbors do not invalidate each other's.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 128)]
internal unsafe struct WorkShare
{
    // First part in the low half, one past the last in the high half.
    [FieldOffset(64)]
    private long _range;

    internal static void Split(WorkShare* shares, int threads, int parts)
    {
        for (int k = 0; k < threads; k++)
            shares[k]._range = Pack((int)((long)parts * k / threads), (int)((long)parts * (k + 1) / threads));
    }

    /// <summary>The next part, or −1 when the share is empty.</summary>
    internal int Take(bool fromEnd)
    {
        while (true)
        {
            long range = Volatile.Read(ref _range);
            int from = (int)range, to = (int)(range >> 32);
            if (from >= to)
                return -1;
            long rest = fromEnd ? Pack(from, to - 1) : Pack(from + 1, to);
            if (Interlocked.CompareExchange(ref _range, rest, range) == range)
                return fromEnd ? to - 1 : from;
        }
    }

    private static long Pack(int from, int to) => ((long)to << 32) | (uint)from;
}
