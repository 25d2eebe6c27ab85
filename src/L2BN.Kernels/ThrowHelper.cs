using System.Diagnostics.CodeAnalysis;

namespace L2BN.Kernels;

/// <summary>Cold throws with all texts of the assembly, so that the callers stay short and the loops can be inlined.</summary>
internal static class ThrowHelper
{
    [DoesNotReturn]
    public static void TooLarge(int samples, int channels, int positions) => throw new ArgumentOutOfRangeException(
        nameof(samples),
        $"Expected a batch of at most {int.MaxValue} values, got {samples} samples × {channels} channels × {positions} positions; " +
        "split the batch.");

    [DoesNotReturn]
    public static void ScratchTooLarge(FeatureShape shape) => throw new ArgumentOutOfRangeException(
        nameof(shape),
        $"Expected a batch whose statistics have at most {Array.MaxLength} values, got {shape.Samples} samples × " +
        $"{shape.Channels} channels × {shape.Positions} positions; split the batch.");

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
            throw new ArgumentOutOfRangeException(name, value, $"Expected {name} finite and at least 0, got {value}.");
    }

    /// <summary>For spans of which a shifted overlap would let a store destroy a later load.</summary>
    public static void IfShiftedOverlap<T>(ReadOnlySpan<T> written, ReadOnlySpan<T> other, string writtenName, string otherName)
        where T : unmanaged
    {
        if (written.Overlaps(other, out int offset) && offset != 0)
            Overlap(writtenName, otherName, "to be the same memory or to have none in common");
    }

    /// <summary>For spans that are written while the other is still needed.</summary>
    public static void IfOverlap<T>(ReadOnlySpan<T> written, ReadOnlySpan<T> other, string writtenName, string otherName)
        where T : unmanaged
    {
        if (written.Overlaps(other))
            Overlap(writtenName, otherName, "to have no memory in common");
    }

    public static ArgumentOutOfRangeException UnknownScale(FeatureScale scale) => new(
        nameof(scale), scale, $"Expected a scale of {string.Join(", ", Enum.GetNames<FeatureScale>())}, got {scale}.");

    public static ArgumentOutOfRangeException UnknownActivation(Activation activation) => new(
        nameof(activation),
        activation,
        $"Expected an activation of {string.Join(", ", Enum.GetNames<Activation>())}, got {activation}.");

    [DoesNotReturn]
    public static void OneValuePerChannel(FeatureShape shape) => throw new ArgumentException(
        "Expected more than 1 value per channel when training (its variance would be undefined), got " +
        $"{shape.Samples} samples × {shape.Positions} positions; use a larger batch or evaluation mode.");

    [DoesNotReturn]
    public static void ElementType(Type type) =>
        throw new NotSupportedException($"Expected elements of type float, double or BFloat16, got {type.Name}; convert the data first.");

    [DoesNotReturn]
    public static void ParameterType(Type type, Type parameter) => throw new NotSupportedException(
        $"Expected parameters of type {type.Name}, as the elements, or float for elements of 16 bits, got {parameter.Name}; " +
        "convert them first.");

    [DoesNotReturn]
    private static void WrongLength(int actual, int expected, string name) =>
        throw new ArgumentException($"Expected {name} of {expected} values for this shape, got {actual}.", name);

    [DoesNotReturn]
    private static void Overlap(string writtenName, string otherName, string rule) =>
        throw new ArgumentException($"Expected {writtenName} and {otherName} {rule}, got an overlap; use separate memory.", writtenName);
}
