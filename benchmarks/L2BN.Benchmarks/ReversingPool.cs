using L2BN.Kernels;

namespace L2BN.Benchmarks;

/// <summary>Walks every second pass over the data from the end, where the first left the caches warm, to measure what that brings.</summary>
internal sealed unsafe class ReversingPool(WorkerPool inner, int dataParts) : WorkerPool
{
    private int _passes;

    public override int Threads => inner.Threads;

    public override void Run(int parts, delegate*<void*, int, void> body, void* state)
    {
        if (parts != dataParts || _passes++ % 2 == 0)
        {
            inner.Run(parts, body, state);
            return;
        }

        var job = new Job { Body = body, State = state, Parts = parts, Shares = Threads };
        inner.Run(Threads, &Share, &job);
    }

    private static void Share(void* state, int share)
    {
        var job = (Job*)state;
        int from = (int)((long)job->Parts * share / job->Shares), to = (int)((long)job->Parts * (share + 1) / job->Shares);
        for (int part = to - 1; part >= from; part--)
            job->Body(job->State, part);
    }

    private struct Job
    {
        public delegate*<void*, int, void> Body;
        public void* State;
        public int Parts, Shares;
    }
}
