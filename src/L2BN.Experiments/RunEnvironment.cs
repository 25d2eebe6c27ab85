using L2BN.Results;
using TorchSharp;

namespace L2BN.Experiments;

/// <summary>The machine that runs train on, and its memory.</summary>
public static class RunEnvironment
{
    /// <summary>The machine with the versions of torch that results depend on; torch must be loaded.</summary>
    /// <param name="device">Device of the model, as torch names it.</param>
    public static EnvironmentRecord Read(string device) => MachineFacts.Read(torch.get_num_threads()) with
    {
        Device = device,
        Libraries = new Dictionary<string, string>
        {
            ["TorchSharp"] = typeof(torch).Assembly.GetName().Version!.ToString(3),
            ["libtorch"] = torch.__version__,
        },
    };

    /// <summary>Frees memory of an earlier run, then starts a new peak of memory.</summary>
    public static void ResetMemory()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        MemoryReuse.Release();
        ProcessMemory.ResetPeak();
    }
}
