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
    public override void Run(int parts, bool descending, delegate*<void*, int, void> body, void* state)
    {
        if (parts < 2 || threads < 2 || LibGomp.InParallel() != 0)
        {
            RunShare(0, 1, parts, descending, body, state);
            return;
        }

        var job = new Job { Body = body, State = state, Parts = parts, Descending = descending };
        LibGomp.Parallel(&Share, &job, (uint)threads, 0);
    }

    [UnmanagedCallersOnly]
    private static void Share(void* data)
    {
        Job* job = (Job*)data;
        RunShare(LibGomp.ThreadNumber(), LibGomp.TeamSize(), job->Parts, job->Descending, job->Body, job->State);
    }

    private struct Job
    {
        public delegate*<void*, int, void> Body;
        public void* State;
        public int Parts;
        public bool Descending;
    }
}
