using L2BN.Scalars;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace L2BN.Onnx.Graph;

/// <summary>The operators of torch's modules, by their exact types: a subclass may do more than its base.</summary>
internal static class ModuleTable
{
    public static OnnxValue Emit(OnnxFlow flow, nn.Module<Tensor, Tensor> module, OnnxValue x) => module switch
    {
        Conv1d or Conv2d or Conv3d => Convolution(flow, (Convolution)module, x),
        Linear linear => Gemm(flow, linear, x),
        BatchNorm norm when IsKnown(norm) => NormTable.BatchNorm(flow, norm, x),
        L2BatchNorm norm => NormTable.L2BatchNorm(flow, norm, x),
        GroupNorm norm => flow.GroupNorm(x, norm.num_groups, norm.weight, norm.bias, norm.eps),
        MaxPool2d pool => MaxPool(flow, pool, x),
        AvgPool2d pool => AveragePool(flow, pool, x),
        AdaptiveAvgPool2d pool => GlobalAverage(flow, pool, x),
        ReLU => flow.Relu(x),
        ReLU6 => flow.Relu6(x),
        LeakyReLU leaky => flow.Activate(x, Activation.LeakyRelu, leaky.negative_slope),
        Sigmoid => flow.Sigmoid(x),
        Tanh => flow.Emit("Tanh", x.Rank, [x]),
        SiLU => flow.Emit("Mul", x.Rank, [x, flow.Sigmoid(x)]),
        Flatten flat => FlattenAll(flow, flat, x),
        Dropout or Dropout1d or Dropout2d or Dropout3d or Identity => x,
        _ => throw flow.Refuse(
            module,
            "expected a module that the export knows (docs/onnx.md), got another; let it implement L2BN.Flow.IFlowModule"),
    };

    public static OnnxValue Convolution(
        OnnxFlow flow, Convolution conv, OnnxValue x, params IReadOnlyList<(string Name, object Value)> padding)
    {
        if (conv.transposed || conv.padding_mode != PaddingModes.Zeros)
            throw flow.Refuse(conv, $"expected a convolution padded with zeros, got padding mode {conv.padding_mode}");
        long[] pads = conv.padding ?? [.. conv.kernel_size.Select(_ => 0L)];
        IReadOnlyList<(string Name, object Value)> standard = conv.padding_type == Padding.Same
            ? [("auto_pad", "SAME_UPPER")]
            : [("pads", (long[])[.. pads, .. pads])];
        return flow.Emit(
            "Conv", x.Rank, conv.bias is null ? [x, flow.State(conv.weight!)] : [x, flow.State(conv.weight!), flow.State(conv.bias)],
            [
                ("kernel_shape", conv.kernel_size), ("strides", conv.stride), ("dilations", conv.dilation), ("group", conv.groups),
                .. padding.Count > 0 ? padding : standard,
            ]);
    }

    private static OnnxValue Gemm(OnnxFlow flow, Linear linear, OnnxValue x)
    {
        if (x.Rank != 2)
            throw flow.Refuse(linear, $"expected an input of samples × features, got {x.Rank} axes; flatten it first");
        OnnxValue weight = flow.State(linear.weight!);
        return flow.Emit("Gemm", 2, linear.bias is null ? [x, weight] : [x, weight, flow.State(linear.bias)], ("transB", 1L));
    }

    private static OnnxValue MaxPool(OnnxFlow flow, MaxPool2d pool, OnnxValue x)
    {
        long[] size = Pair(pool.kernel_size)!, padding = Pair(pool.padding) ?? [0, 0];
        return flow.Emit(
            "MaxPool", x.Rank, [x],
            ("kernel_shape", size), ("strides", Pair(pool.stride) ?? size), ("pads", (long[])[.. padding, .. padding]),
            ("dilations", Pair(pool.dilation) ?? [1, 1]), ("ceil_mode", pool.ceil_mode ? 1L : 0L));
    }

    private static OnnxValue AveragePool(OnnxFlow flow, AvgPool2d pool, OnnxValue x)
    {
        if (pool.divisor_override is { } divisor)
            throw flow.Refuse(pool, $"expected no divisor_override, which ONNX lacks, got {divisor}");
        long[] size = Pair(pool.kernel_size)!, padding = Pair(pool.padding) ?? [0, 0];
        return flow.Emit(
            "AveragePool", x.Rank, [x],
            ("kernel_shape", size), ("strides", Pair(pool.stride) ?? size), ("pads", (long[])[.. padding, .. padding]),
            ("ceil_mode", pool.ceil_mode ? 1L : 0L), ("count_include_pad", pool.count_include_pad ? 1L : 0L));
    }

    private static OnnxValue GlobalAverage(OnnxFlow flow, AdaptiveAvgPool2d pool, OnnxValue x) =>
        pool.output_size.All(size => size == 1)
            ? flow.Emit("GlobalAveragePool", x.Rank, [x])
            : throw flow.Refuse(pool, $"expected an output size of 1, got [{string.Join(", ", pool.output_size)}]");

    private static OnnxValue FlattenAll(OnnxFlow flow, Flatten flat, OnnxValue x) => flat is { start_dim: 1, end_dim: -1 }
        ? flow.Flatten(x)
        : throw flow.Refuse(flat, $"expected all axes after the samples, got axes {flat.start_dim} to {flat.end_dim}");

    private static bool IsKnown(BatchNorm norm) => norm is TorchBatchNorm or BatchNorm1d or BatchNorm2d or BatchNorm3d;

    private static long[]? Pair(long[]? sizes) => sizes is [long both] ? [both, both] : sizes is { Length: 0 } ? null : sizes;
}
