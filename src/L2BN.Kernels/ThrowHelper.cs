using System.Diagnostics.CodeAnalysis;

namespace L2BN.Kernels;

/// <summary>Cold throws with all texts of the assembly, so that the doors stay short and the loops stay clean.</summary>
internal static class ThrowHelper
{
    [DoesNotReturn]
    public static void TooLarge(int samples, int channels, int positions) => throw new ArgumentOutOfRangeException(
        nameof(samples),
        $"A batch may hold at most {int.MaxValue} values. Was {samples} samples × {channels} channels × {positions} positions; " +
        "split the batch.");

    public static void UnlessLength(int actual, int expected, string name)
    {
        if (actual != expected)
            WrongLength(actual, expected, name);
    }

    public static void UnlessLengthOrEmpty(int actual, int expected, string name)
    {
        if (actual != 0)
            UnlessLength(actual, expected, name);
    }

    public static void UnlessFiniteNonNegative(double value, string name)
    {
        if (!double.IsFinite(value) || value < 0)
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and not negative. Was {value}.");
    }

    /// <summary>Two spans may be the same memory or have none in common; a shifted overlap would let a store destroy a later load.</summary>
    public static void IfShiftedOverlap<T>(ReadOnlySpan<T> written, ReadOnlySpan<T> other, string writtenName, string otherName)
        where T : unmanaged
    {
        if (written.Overlaps(other, out int offset) && offset != 0)
            Overlap(writtenName, otherName, "may only overlap if both start at the same memory location");
    }

    /// <summary>For spans that are written while the other is still needed.</summary>
    public static void IfOverlap<T>(ReadOnlySpan<T> written, ReadOnlySpan<T> other, string writtenName, string otherName)
        where T : unmanaged
    {
        if (written.Overlaps(other))
            Overlap(writtenName, otherName, "must not overlap");
    }

    public static ArgumentOutOfRangeException UnknownScale(FeatureScale scale) => new(
        nameof(scale), scale, $"Expected a scale of {string.Join(", ", Enum.GetNames<FeatureScale>())}, got {scale}.");

    public static ArgumentOutOfRangeException UnknownActivation(Activation activation) => new(
        nameof(activation),
        activation,
        $"Expected an activation of {string.Join(", ", Enum.GetNames<Activation>())}, got {activation}.");

    [DoesNotReturn]
    public static void OneValuePerChannel(FeatureShape shape) => throw new ArgumentException(
        "Expected more than 1 value per channel when training (its variance would be undefined). " +
        $"Was {shape.Samples} samples × {shape.Positions} positions; use a larger batch or evaluation mode.");

    [DoesNotReturn]
    public static void ElementType(Type type) =>
        throw new NotSupportedException($"The kernels compute in float or double. Was {type.Name}; convert the data first.");

    [DoesNotReturn]
    private static void WrongLength(int actual, int expected, string name) =>
        throw new ArgumentException($"{name} must hold {expected} values for this shape. Was {actual}.", name);

    [DoesNotReturn]
    private static void Overlap(string writtenName, string otherName, string rule) =>
        throw new ArgumentException($"{writtenName} and {otherName} {rule}.", writtenName);
}
