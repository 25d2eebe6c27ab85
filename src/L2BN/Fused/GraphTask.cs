using System.Runtime.InteropServices;
using L2BN.Threads;

namespace L2BN.Fused;

/// <summary>What libtorch's engine knows about the backward pass that runs on this thread; TorchSharp does not pass it on.</summary>
internal static unsafe class GraphTask
{
    // torch::autograd::get_current_graph_task_keep_graph()
    private const string Symbol = "_ZN5torch8autograd33get_current_graph_task_keep_graphEv";

    private static readonly delegate* unmanaged<byte> s_keepsGraph = (delegate* unmanaged<byte>)Find();

    /// <summary>Whether libtorch can be asked: where its symbol is found.</summary>
    internal static bool IsAvailable => s_keepsGraph != null;

    /// <summary>Whether the graph will be used again (<c>retain_graph</c>, <c>create_graph</c>); true where that cannot be known.</summary>
    internal static bool KeepsGraph => !IsAvailable || s_keepsGraph() != 0;

    private static nint Find()
    {
        string? torch = LoadedLibraries.Find(LoadedLibraries.Paths(), "libtorch_cpu.so");
        return torch is not null && NativeLibrary.TryLoad(torch, out nint library) && NativeLibrary.TryGetExport(library, Symbol, out nint address) ? address : 0;
    }
}
