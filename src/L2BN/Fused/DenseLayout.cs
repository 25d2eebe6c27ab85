using L2BN.Kernels;
using static TorchSharp.torch;

namespace L2BN.Fused;

/// <summary>Whether a tensor [N, C, …] lies in memory as the kernels want it, and how to bring it there.</summary>
internal static class DenseLayout
{
    /// <summary>The layout of a dense tensor, null for other strides. A tensor that is both (C or S of 1) is channels first.</summary>
    internal static FeatureLayout? Of(Tensor tensor) =>
        tensor.is_contiguous() ? FeatureLayout.ChannelsFirst : IsChannelsLast(tensor) ? FeatureLayout.ChannelsLast : null;

    /// <summary>The tensor itself where it has the layout, otherwise a copy that has, by differentiable operators.</summary>
    internal static Tensor In(FeatureLayout layout, Tensor tensor)
    {
        if (layout == FeatureLayout.ChannelsFirst) return tensor.is_contiguous() ? tensor : tensor.contiguous();
        int rank = (int)tensor.dim();
        return IsChannelsLast(tensor) ? tensor : tensor.permute(ToLast(rank)).contiguous().permute(ToFirst(rank));
    }

    /// <summary>An uninitialised tensor of the shape of one that has this layout.</summary>
    internal static Tensor Empty(FeatureLayout layout, Tensor like) => layout == FeatureLayout.ChannelsFirst
        ? empty_like(like)
        : empty_strided(like.shape, ChannelsLastStrides(like.shape), like.dtype);

    /// <summary>The view of a channels-last tensor [N, C, …] as contiguous [N, …, C].</summary>
    internal static Tensor Rows(Tensor channelsLast) => channelsLast.permute(ToLast(channelsLast.shape.Length));

    private static bool IsChannelsLast(Tensor tensor)
    {
        ReadOnlySpan<long> shape = tensor.shape, strides = tensor.stride();
        long[] expected = ChannelsLastStrides(shape);
        for (int d = 0; d < shape.Length; d++)
        {
            if (shape[d] != 1 && strides[d] != expected[d]) return false;
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
