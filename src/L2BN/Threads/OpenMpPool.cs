using System.Runtime.InteropServices;
using L2BN.Kernels;

namespace L2BN.Threads;

/// <summary>
/// The threads of libtorch itself. Two pools would take the cores from each other: libtorch's threads go on spinning for a while
/// after each of its operators, right when ours would start.
/// </summary>
internal sealed unsafe class OpenMpPool(int threads) : WorkerPool
{
    public override int Threads => threads;

    /// <summary>Always asks for all threads, also for few parts: libgomp ends the threads that a smaller team leaves over.</summary>
    public override void Run(int parts, delegate*<void*, int, void> body, void* state)
    {
        if (parts < 2 || threads < 2 || LibGomp.InParallel() != 0)
        {
            RunShare(0, 1, parts, body, state);
            return;
        }

        Share* shares = stackalloc Share[threads];
        Share.Cut(shares, threads, parts);
        var job = new Job { Body = body, State = state, Shares = shares, Threads = threads };
        LibGomp.Parallel(&Work, &job, (uint)threads, 0);
    }

    // A team may be smaller than was asked for; shares without an owner are then taken by those who are there.
    [UnmanagedCallersOnly]
    private static void Work(void* data)
    {
        Job* job = (Job*)data;
        int own = LibGomp.ThreadNumber();
        for (int k = 0; k < job->Threads; k++)
            Empty(job, job->Shares + ((own + k) % job->Threads), fromEnd: k != 0);
    }

    private static void Empty(Job* job, Share* share, bool fromEnd)
    {
        for (int part = share->Take(fromEnd); part >= 0; part = share->Take(fromEnd))
            job->Body(job->State, part);
    }

    private struct Job
    {
        public delegate*<void*, int, void> Body;
        public void* State;
        public Share* Shares;
        public int Threads;
    }
}
