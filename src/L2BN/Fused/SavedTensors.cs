using System.Collections;
using System.Reflection;
using static TorchSharp.torch;

namespace L2BN.Fused;

/// <summary>
/// libtorch's own nodes let go of what they saved as soon as they have run, and the rest of the backward pass reuses that memory
/// while it is in the cache. TorchSharp's node keeps it until the whole graph is dropped, and has no public way to do otherwise.
/// </summary>
internal static class SavedTensors
{
    private static readonly FieldInfo? s_saved =
        typeof(autograd.AutogradContext).GetField("_savedVariables", BindingFlags.Instance | BindingFlags.NonPublic);

    /// <summary>Releases what the node saved if its graph will not be used again. Returns whether it did.</summary>
    internal static bool Release(autograd.AutogradContext ctx)
    {
        if (GraphTask.KeepsGraph || s_saved?.GetValue(ctx) is not IEnumerable saved) return false;
        foreach (object variable in saved) (variable as IDisposable)?.Dispose();
        return true;
    }
}
