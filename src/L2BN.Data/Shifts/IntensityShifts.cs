using L2BN.Data.Batches;

namespace L2BN.Data.Shifts;

/// <summary>Shifts of the intensity of images. Contrast and brightness have the constants of CIFAR-10-C (Hendrycks and Dietterich
/// 2019).</summary>
internal static class IntensityShifts
{
    private static readonly float[] s_scale = [0.7f, 0.5f, 0.3f, 0.2f, 0.1f];
    private static readonly float[] s_contrast = [0.75f, 0.5f, 0.4f, 0.3f, 0.15f];
    private static readonly float[] s_brightness = [0.05f, 0.1f, 0.15f, 0.2f, 0.3f];
    private static readonly float[] s_darken = [0.8f, 0.6f, 0.5f, 0.4f, 0.3f];

    internal static IReadOnlyList<ImageShift> All { get; } =
    [
        new("scale", "Distance to the training data's channel means × 0.7, 0.5, 0.3, 0.2, 0.1.", Scale),
        new("contrast", "Distance to the image's own channel means × 0.75, 0.5, 0.4, 0.3, 0.15.", Contrast),
        new("brightness", "Value (HSV; gray: the pixel) + 0.05, 0.1, 0.15, 0.2, 0.3.", Brighten),
        new("darken", "Pixels × 0.8, 0.6, 0.5, 0.4, 0.3.", Darken),
    ];

    private static void Scale(Span<float> pixels, ShiftedImage image, int severity, ref SampleRandom random)
    {
        for (int channel = 0; channel < image.Shape.Channels; channel++)
            ScaleAbout(Plane(pixels, image, channel), image.Mean[channel], s_scale[severity - 1]);
    }

    private static void Contrast(Span<float> pixels, ShiftedImage image, int severity, ref SampleRandom random)
    {
        for (int channel = 0; channel < image.Shape.Channels; channel++)
        {
            Span<float> plane = Plane(pixels, image, channel);
            double sum = 0;
            foreach (float value in plane)
                sum += value;
            ScaleAbout(plane, (float)(sum / plane.Length), s_contrast[severity - 1]);
        }
    }

    // Hue and saturation stay: all channels are multiplied by the same factor. Black has neither and becomes gray.
    private static void Brighten(Span<float> pixels, ShiftedImage image, int severity, ref SampleRandom random)
    {
        int plane = image.Shape.PlaneSize;
        for (int at = 0; at < plane; at++)
        {
            float value = 0;
            for (int i = at; i < pixels.Length; i += plane)
                value = Math.Max(value, pixels[i]);
            float brighter = Math.Min(1, value + s_brightness[severity - 1]);
            for (int i = at; i < pixels.Length; i += plane)
                pixels[i] = value > 0 ? pixels[i] * (brighter / value) : brighter;
        }
    }

    private static void Darken(Span<float> pixels, ShiftedImage image, int severity, ref SampleRandom random)
    {
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] *= s_darken[severity - 1];
    }

    private static Span<float> Plane(Span<float> pixels, ShiftedImage image, int channel) =>
        pixels.Slice(channel * image.Shape.PlaneSize, image.Shape.PlaneSize);

    private static void ScaleAbout(Span<float> plane, float mean, float factor)
    {
        for (int i = 0; i < plane.Length; i++)
            plane[i] = mean + ((plane[i] - mean) * factor);
    }
}
