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
    private static readonly FieldInfo? s_saved = Find();

    /// <summary>Whether this pass is the last that will read what its nodes saved, and <see cref="Release"/> will let go of it.</summary>
    internal static bool AreDone => s_saved is not null && !GraphTask.KeepsGraph;

    /// <summary>Releases what the node saved if its graph will not be used again. Returns whether it did.</summary>
    internal static bool Release(autograd.AutogradContext ctx)
    {
        if (!AreDone) return false;
        foreach (object variable in (IEnumerable)s_saved!.GetValue(ctx)!) (variable as IDisposable)?.Dispose();
        return true;
    }

    private static FieldInfo? Find()
    {
        FieldInfo? field = typeof(autograd.AutogradContext).GetField("_savedVariables", BindingFlags.Instance | BindingFlags.NonPublic);
        return typeof(IEnumerable).IsAssignableFrom(field?.FieldType) ? field : null;
    }
}
