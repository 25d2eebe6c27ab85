using L2BN.Kernels;
using L2BN.Tests.Support;
using L2BN.Threads;
using TorchSharp;

namespace L2BN.Tests.Threads;

/// <summary>An exception of a part reaches the caller of the pool, whichever thread it happens on, and the pool works afterwards.</summary>
[Collection(nameof(ThreadSettings))]
public sealed unsafe class PoolFailureTests
{
    private const int Parts = 64;

    public static TheoryData<string> Pools => new("serial", "threads", "OpenMP");

    [Theory]
    [MemberData(nameof(Pools))]
    public void An_exception_of_any_part_reaches_the_caller(string name)
    {
        torch.ones(1).Dispose(); // loads libtorch, whose threads one of the pools uses
        if (name == "OpenMP" && !LibGomp.IsAvailable)
            return;
        WorkerPool pool = name switch
        {
            "serial" => SerialPool.Instance,
            "threads" => new ThreadedPool(4),
            _ => new OpenMpPool(4),
        };
        using var disposable = pool as IDisposable;
        for (int failing = 0; failing < Parts; failing++)
        {
            InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => Run(pool, failing));
            Assert.Equal($"part {failing}", error.Message);
        }

        Assert.Equal(Parts, Run(pool, -1));
    }

    private static int Run(WorkerPool pool, int failing)
    {
        var job = new Job { Failing = failing };
        pool.Run(Parts, &RunPart, &job);
        return job.Done;
    }

    private static void RunPart(void* state, int part)
    {
        var job = (Job*)state;
        if (part == job->Failing)
            throw new InvalidOperationException($"part {part}");
        Interlocked.Increment(ref job->Done);
    }

    private struct Job
    {
        public int Failing;
        public int Done;
    }
}
