using System.Collections;
using System.Reflection;
using System.Runtime.InteropServices;
using L2BN.Threads;
using static TorchSharp.torch;

namespace L2BN.Fused;

/// <summary>
/// libtorch's own nodes release what they saved as soon as they have run, and the rest of the backward pass reuses that memory while it is
/// in the cache. TorchSharp's node releases it only with the whole graph, and has no public way to do it earlier.
/// </summary>
internal static class SavedTensors
{
    private static readonly FieldInfo? s_saved = Find();

    /// <summary>Whether this pass is the last that reads what its nodes saved, so that <see cref="Release"/> will dispose it.</summary>
    internal static bool WillRelease => s_saved is not null && !GraphTask.KeepsGraph;

    /// <summary>Disposes what the node saved if its graph will not be used again. Returns whether it did.</summary>
    internal static bool Release(autograd.AutogradContext ctx)
    {
        if (!WillRelease)
            return false;
        foreach (object variable in (IEnumerable)s_saved!.GetValue(ctx)!)
            (variable as IDisposable)?.Dispose();
        return true;
    }

    private static FieldInfo? Find()
    {
        FieldInfo? field = typeof(autograd.AutogradContext).GetField("_savedVariables", BindingFlags.Instance | BindingFlags.NonPublic);
        return typeof(IEnumerable).IsAssignableFrom(field?.FieldType) ? field : null;
    }
}

/// <summary>The options of the backward pass that libtorch's engine runs on this thread; TorchSharp does not expose them.</summary>
internal static unsafe class GraphTask
{
    // torch::autograd::get_current_graph_task_keep_graph()
    private const string Symbol = "_ZN5torch8autograd33get_current_graph_task_keep_graphEv";

    private static readonly delegate* unmanaged<byte> s_keepsGraph = (delegate* unmanaged<byte>)Find();

    /// <summary>Whether the options can be read: where libtorch exports the symbol.</summary>
    internal static bool IsAvailable => s_keepsGraph != null;

    /// <summary>Whether the graph will be used again (<c>retain_graph</c>, <c>create_graph</c>); true where that is not known.</summary>
    internal static bool KeepsGraph => !IsAvailable || s_keepsGraph() != 0;

    private static nint Find()
    {
        string? torch = LoadedLibraries.Find(LoadedLibraries.Paths(), "libtorch_cpu.so");
        return torch is not null && NativeLibrary.TryLoad(torch, out nint library)
            && NativeLibrary.TryGetExport(library, Symbol, out nint address) ? address : 0;
    }
}
