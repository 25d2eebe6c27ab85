using static TorchSharp.torch;

namespace L2BN.Fused;

/// <summary>
/// TorchSharp's node hands autograd copies of the handles that backward returns and keeps the originals until the caller's scope
/// ends or a finalizer runs; so many gradients the size of activations would pile up. The next call on the same thread comes after
/// the copies were made, and releases them.
/// </summary>
internal static class ReturnedGradients
{
    [ThreadStatic]
    private static List<Tensor>? s_returned;

    /// <summary>Releases what the call before returned.</summary>
    internal static void Release()
    {
        if (s_returned is null) return;
        foreach (Tensor gradient in s_returned)
            gradient.Dispose();
        s_returned.Clear();
    }

    /// <summary>Takes gradients that are about to be returned out of every scope, to be released by the next call.</summary>
    internal static List<Tensor> Hand(List<Tensor?> gradients)
    {
        s_returned ??= [];
        foreach (Tensor? gradient in gradients)
        {
            if (gradient is not null) s_returned.Add(gradient.DetachFromDisposeScope());
        }

        return gradients!;
    }
}
