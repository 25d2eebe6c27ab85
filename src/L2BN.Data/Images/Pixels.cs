namespace L2BN.Data;

/// <summary>Bytes to floats: value / 255, as torchvision's <c>ToTensor</c>.</summary>
internal static class Pixels
{
    private static readonly float[] s_unit = [.. Enumerable.Range(0, 256).Select(value => value / 255f)];

    internal static void ToUnit(ReadOnlySpan<byte> pixels, Span<float> destination)
    {
        if (pixels.Length != destination.Length)
            throw new ArgumentException($"Expected room for {pixels.Length} values, came {destination.Length}.", nameof(destination));
        ReadOnlySpan<float> unit = s_unit;
        for (int i = 0; i < pixels.Length; i++) destination[i] = unit[pixels[i]];
    }
}
