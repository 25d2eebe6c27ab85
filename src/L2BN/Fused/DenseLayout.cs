using System.Runtime.InteropServices;
using L2BN.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Fused;

/// <summary>The two memory layouts of a tensor [N, C, …] that the kernels accept, and the conversion to them.</summary>
internal static class DenseLayout
{
    /// <summary>The layout of a dense tensor, null for other strides. A tensor that has both (C or S of 1) is channels first.</summary>
    internal static FeatureLayout? Find(Tensor tensor) =>
        tensor.is_contiguous() ? FeatureLayout.ChannelsFirst : IsChannelsLast(tensor) ? FeatureLayout.ChannelsLast : null;

    /// <summary>The tensor itself where it has the layout, otherwise a copy in it, by differentiable operators.</summary>
    internal static Tensor ToLayout(FeatureLayout layout, Tensor tensor)
    {
        if (layout == FeatureLayout.ChannelsFirst)
            return tensor.is_contiguous() ? tensor : tensor.contiguous();
        int rank = (int)tensor.dim();
        return IsChannelsLast(tensor) ? tensor : tensor.permute(ToLast(rank)).contiguous().permute(ToFirst(rank));
    }

    /// <summary>An uninitialized tensor in this layout, of the shape and type of another one that has it.</summary>
    internal static Tensor Empty(FeatureLayout layout, Tensor like) => layout == FeatureLayout.ChannelsFirst
        ? empty_like(like)
        : empty_strided(like.shape, ChannelsLastStrides(like.shape), like.dtype, like.device);

    /// <summary>The values of a dense tensor in memory order, from its own first element (its storage may begin earlier). The span is valid
    /// only while the tensor is referenced: callers use <see cref="GC.KeepAlive"/>.</summary>
    internal static Span<T> GetSpan<T>(Tensor? tensor, FeatureLayout layout = FeatureLayout.ChannelsFirst)
        where T : unmanaged
    {
        if (tensor is null)
            return default;
        if (layout == FeatureLayout.ChannelsFirst)
            return MemoryMarshal.Cast<byte, T>(tensor.bytes);
        using Tensor rows = tensor.permute(ToLast(tensor.shape.Length));
        return MemoryMarshal.Cast<byte, T>(rows.bytes);
    }

    private static bool IsChannelsLast(Tensor tensor)
    {
        ReadOnlySpan<long> shape = tensor.shape, strides = tensor.stride();
        long[] expected = ChannelsLastStrides(shape);
        for (int d = 0; d < shape.Length; d++)
        {
            if (shape[d] != 1 && strides[d] != expected[d])
                return false;
        }

        return shape.Length > 2;
    }

    private static long[] ChannelsLastStrides(ReadOnlySpan<long> shape)
    {
        long[] strides = new long[shape.Length];
        strides[1] = 1;
        long next = shape[1];
        for (int d = shape.Length - 1; d >= 2; next *= shape[d], d--)
            strides[d] = next;
        strides[0] = next;
        return strides;
    }

    private static long[] ToLast(int rank) => [0, .. Enumerable.Range(2, rank - 2).Select(d => (long)d), 1];

    private static long[] ToFirst(int rank) => [0, rank - 1, .. Enumerable.Range(1, rank - 2).Select(d => (long)d)];
}
