using L2BN.Conversion;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace L2BN.Onnx.Graph;

/// <summary>The operators of norms that have running statistics.</summary>
internal static class NormTable
{
    /// <summary>Magnitudes below this are divided as if they were this; the smallest normal float32 is 1.2e-38.</summary>
    private const float LeastMagnitude = 1e-37f;

    private const float LeastNorm = 1.2e-38f;

    public static OnnxValue BatchNorm(OnnxFlow flow, BatchNorm norm, OnnxValue x)
    {
        // A conversion made it an L2BN by a hook.
        OnnxValue z = SampleNormHook.Find(norm) is { } hook ? Normalize(flow, x, hook.Scale, SampleNormHook.NormEps) : x;
        return Standardize(flow, norm, z, new(norm.running_mean, norm.running_var, norm.weight, norm.bias), norm.num_features, norm.eps);
    }

    public static OnnxValue L2BatchNorm(OnnxFlow flow, L2BatchNorm norm, OnnxValue x)
    {
        OnnxValue z = Normalize(flow, x, norm.scale, norm.norm_eps);
        OnnxValue y = Standardize(
            flow, norm, z, new(norm.running_mean, norm.running_var, norm.weight, norm.bias), norm.num_features, norm.eps);
        return norm is L2BatchNormAct act ? flow.Activate(y, act.activation, act.negative_slope) : y;
    }

    /// <summary>
    /// τ·x/max(‖x‖, norm_eps) of every sample. x is divided by its largest magnitude first: the squares of x itself overflow without a
    /// word from magnitudes of about 1e19 on, and underflow below 1e-19.
    /// </summary>
    private static OnnxValue Normalize(OnnxFlow flow, OnnxValue x, FeatureScale scale, double normEps)
    {
        OnnxValue axes = flow.SampleAxes(x);
        OnnxValue magnitude = flow.Emit("ReduceMax", x.Rank, [flow.Emit("Abs", x.Rank, [x]), axes], ("keepdims", 1L));
        magnitude = flow.Emit("Max", x.Rank, [magnitude, flow.Constant(LeastMagnitude)]);
        OnnxValue scaled = flow.Emit("Div", x.Rank, [x, magnitude]);
        OnnxValue square = flow.Emit("Mul", x.Rank, [scaled, scaled]);
        OnnxValue length = flow.Emit("Sqrt", x.Rank, [flow.ReduceByAxis("ReduceSum", square)]);
        OnnxValue least = flow.Emit("Div", x.Rank, [flow.Constant(Math.Max((float)normEps, LeastNorm)), magnitude]);
        OnnxValue norm = flow.Emit("Max", x.Rank, [length, least]);
        return flow.Emit("Mul", x.Rank, [scaled, flow.Emit("Div", x.Rank, [Target(flow, x, scale), norm])]);
    }

    // τ. The sizes are those of the given input.
    private static OnnxValue Target(OnnxFlow flow, OnnxValue x, FeatureScale scale)
    {
        if (scale == FeatureScale.Unit)
            return flow.Constant(1f);
        if (scale != FeatureScale.RootDimension)
            throw new ArgumentOutOfRangeException(nameof(scale), scale, "Expected RootDimension or Unit.");
        OnnxValue sizes = flow.Emit("Cast", 1, [flow.Emit("Shape", 1, [x], ("start", 1L))], ("to", (long)Wire.OnnxFields.FloatType));
        return flow.Emit("Sqrt", 0, [flow.Emit("ReduceProd", 0, [sizes], ("keepdims", 0L))]);
    }

    private static OnnxValue Standardize(OnnxFlow flow, nn.Module norm, OnnxValue x, NormState state, long channels, double eps)
    {
        if (state.RunningMean is null || state.RunningVar is null)
            throw flow.Refuse(
                norm, "expected running statistics, got none, so that an answer depends on the other samples; create it with them");
        OnnxValue weight = state.Weight is { } gain ? flow.State(gain) : flow.Repeat(1, channels);
        OnnxValue bias = state.Bias is { } shift ? flow.State(shift) : flow.Repeat(0, channels);
        return flow.Emit(
            "BatchNormalization",
            x.Rank,
            [x, weight, bias, flow.State(state.RunningMean), flow.State(state.RunningVar)],
            ("epsilon", (float)eps));
    }
}
