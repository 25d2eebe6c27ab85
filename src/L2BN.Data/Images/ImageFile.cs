using System.Buffers;
using L2BN.Data.Images.Resizing;

namespace L2BN.Data.Images;

/// <summary>Reads an image file as one sample, resized and cropped as the images of a folder are.</summary>
public static class ImageFile
{
    // ITU-R BT.601, the usual weights for gray.
    private const float Red = 0.299f, Green = 0.587f, Blue = 0.114f;

    /// <summary>Whether images can be read as samples of this shape: square, of 1 or 3 channels.</summary>
    public static bool Supports(SampleShape shape) => shape.Height == shape.Width && shape.Channels is (1 or 3);

    /// <summary>Reads a PNG or JPEG: the shorter side resized to the sample's, the longer one cropped about its center, values in [0,
    /// 1].</summary>
    /// <param name="path">The file.</param>
    /// <param name="shape">See <see cref="Supports"/>; one channel gives gray.</param>
    /// <param name="destination">Exactly <c>shape.Size</c> values, channels first.</param>
    /// <exception cref="DataException">The file is missing, or not an image that can be read.</exception>
    /// <exception cref="ArgumentException">The shape is not supported.</exception>
    public static void Read(string path, SampleShape shape, Span<float> destination)
    {
        if (!Supports(shape))
            throw new ArgumentException($"Expected a square shape of 1 or 3 channels, got {shape}.", nameof(shape));
        int plane = shape.PlaneSize;
        byte[] pixels = ArrayPool<byte>.Shared.Rent(3 * plane);
        float[] colors = ArrayPool<float>.Shared.Rent(3 * plane);
        SquareResizer.Resize(ImageDecoder.Decode(path), shape.Width, pixels.AsSpan(0, 3 * plane));
        Pixels.ToFloats(pixels.AsSpan(0, 3 * plane), colors.AsSpan(0, 3 * plane));
        if (shape.Channels == 3)
            colors.AsSpan(0, 3 * plane).CopyTo(destination);
        else
            ToGray(colors, plane, destination);
        ArrayPool<float>.Shared.Return(colors);
        ArrayPool<byte>.Shared.Return(pixels);
    }

    private static void ToGray(float[] colors, int plane, Span<float> destination)
    {
        for (int i = 0; i < plane; i++)
            destination[i] = Red * colors[i] + Green * colors[plane + i] + Blue * colors[2 * plane + i];
    }
}
