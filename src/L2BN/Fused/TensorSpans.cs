using System.Runtime.InteropServices;
using L2BN.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Fused;

/// <summary>The one door between tensors and spans. A span is good as long as its tensor is alive: callers keep it alive.</summary>
internal static class TensorSpans
{
    /// <summary>The values of a dense tensor in memory order, from its own first element (its storage may begin earlier).</summary>
    internal static Span<T> Values<T>(Tensor? tensor, FeatureLayout layout = FeatureLayout.ChannelsFirst)
        where T : unmanaged
    {
        if (tensor is null) return default;
        if (layout == FeatureLayout.ChannelsFirst) return MemoryMarshal.Cast<byte, T>(tensor.bytes);
        using Tensor rows = DenseLayout.Rows(tensor);
        return MemoryMarshal.Cast<byte, T>(rows.bytes);
    }
}
