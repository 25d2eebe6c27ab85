using TorchSharp;
using static TorchSharp.torch;

namespace L2BN;

/// <summary>The checks of a call's tensors: all of them run before any buffer is changed, and each names what was expected and what it
/// got.</summary>
/// <remarks>Sizes are read one by one: TorchSharp's <c>shape</c> makes a native callback for each array, which costs more than the
/// checks.</remarks>
internal static class InputGuard
{
    internal static bool IsFloating(ScalarType type) =>
        type is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64;

    internal static void Rank(string layer, Tensor input, long min, long max)
    {
        if (input.dim() >= min && input.dim() <= max)
            return;
        string expected = min == max ? $"{min}D" : $"{min}D to {max}D";
        throw new ArgumentException($"{layer}: expected {expected} input, got {input.dim()}D input of size {Size(input)}.", nameof(input));
    }

    internal static void Input(string layer, Tensor input, NormState state, bool useBatchStatistics)
    {
        FloatingInput(layer, input);
        Vector(layer, "running_mean", state.RunningMean, input);
        Vector(layer, "running_var", state.RunningVar, input);
        Vector(layer, "weight", state.Weight, input);
        Vector(layer, "bias", state.Bias, input);
        NoGradient(layer, "running_mean", state.RunningMean);
        NoGradient(layer, "running_var", state.RunningVar);
        if (useBatchStatistics)
            MoreThanOneValue(layer, input);
    }

    internal static void Channels(string layer, Tensor input, long channels)
    {
        if (input.size(1) == channels)
            return;
        throw new ArgumentException(
            $"{layer}: expected {channels} channels (num_features), got {input.shape[1]} in input of size {Size(input)}.", nameof(input));
    }

    internal static void Residual(string layer, Tensor input, Tensor? residual)
    {
        if (residual is null)
            return;
        Dense(layer, nameof(residual), residual);
        bool fits = SameSize(residual, input) && residual.dtype == input.dtype && SameDevice(residual, input);
        if (fits)
            return;
        throw new ArgumentException(
            $"{layer}: expected a residual like the input ({Describe(input)}), got {Describe(residual)}.", nameof(residual));
    }

    internal static void Finite(string layer, Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        if (input.numel() == 0 || isfinite(input).all().item<bool>())
            return;
        Tensor bad = isfinite(input.flatten(1)).all(1, keepdim: false).logical_not();
        (long first, long count) = (bad.to(ScalarType.Int32).argmax().item<long>(), bad.sum().item<long>());
        throw new ArgumentException(
            $"{layer}: expected finite values in training, got NaN or infinity in sample {first} of {input.size(0)}"
            + $"{(count > 1 ? $" and {count - 1} more" : "")}; look for the cause before this layer, or set non_finite to Propagate.",
            nameof(input));
    }

    private static void FloatingInput(string layer, Tensor input)
    {
        Dense(layer, nameof(input), input);
        if (IsFloating(input.dtype))
            return;
        throw new ArgumentException(
            $"{layer}: expected floating-point input (float16, bfloat16, float32 or float64), got {input.dtype}. " +
            "Convert it with .to(torch.float32).", nameof(input));
    }

    private static void Dense(string layer, string name, Tensor tensor)
    {
        if (tensor.is_sparse)
            throw new ArgumentException($"{layer}: expected a dense {name}, got a sparse one; use to_dense().", name);
    }

    private static void Vector(string layer, string name, Tensor? vector, Tensor input)
    {
        if (vector is null)
            return;
        if (vector.dim() != 1 || vector.size(0) != input.size(1))
            throw new ArgumentException($"{layer}: expected {name} of size [{input.shape[1]}], as the channels, got {Size(vector)}.", name);
        if (!TypesFit(input.dtype, vector.dtype))
            throw new ArgumentException($"{layer}: expected {vector.dtype} input, as {name} is, got {input.dtype}.", nameof(input));
        if (!SameDevice(vector, input))
            throw new ArgumentException($"{layer}: expected input on {vector.device}, where {name} is, got {input.device}.", nameof(input));
    }

    // As batch_norm does: the statistics are data, and no gradient for them is computed.
    private static void NoGradient(string layer, string name, Tensor? statistics)
    {
        if (statistics is null || !statistics.requires_grad || !is_grad_enabled())
            return;
        throw new ArgumentException(
            $"{layer}: expected {name} without requires_grad, got one with it; it has no gradient, pass {name}.detach().", name);
    }

    // PyTorch's rule for BatchNorm: one type for all, or 16-bit data with float32 parameters.
    private static bool TypesFit(ScalarType input, ScalarType parameter) =>
        input == parameter || (parameter == ScalarType.Float32 && input is ScalarType.Float16 or ScalarType.BFloat16);

    private static void MoreThanOneValue(string layer, Tensor input)
    {
        if (input.numel() / Math.Max(1, input.size(1)) != 1)
            return;
        throw new ArgumentException(
            $"{layer}: expected more than 1 value per channel when training, got 1 in input of size {Size(input)}. " +
            "Use a larger batch, or eval().", nameof(input));
    }

    private static bool SameSize(Tensor a, Tensor b)
    {
        bool same = a.dim() == b.dim();
        for (int d = 0; same && d < a.dim(); d++)
            same = a.size(d) == b.size(d);
        return same;
    }

    private static bool SameDevice(Tensor a, Tensor b) => a.device_type == b.device_type && a.device_index == b.device_index;

    private static string Describe(Tensor tensor) => $"{Size(tensor)}, {tensor.dtype}, {tensor.device}";

    internal static string Size(Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";
}
