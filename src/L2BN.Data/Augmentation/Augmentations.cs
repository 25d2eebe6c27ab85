using L2BN.Data.Audio.Augmentation;
using L2BN.Data.Catalog;

namespace L2BN.Data.Augmentation;

/// <summary>Augmentations by name, and those that recipes use by default.</summary>
public static class Augmentations
{
    /// <summary>What can be written, for help texts.</summary>
    public const string Syntax = "none, standard, or a list of flip, pad-crop(PIXELS), resized-crop(SMALLEST-SHARE), rotate(DEGREES), "
        + "for sound freq-mask(BANDS), time-mask(FRAMES), time-crop(FRAMES)";

    /// <summary>
    /// Up to 64 pixels a pad-crop (4 pixels at 32, 2 at 28), above that a random resized crop;
    /// then a flip where a mirror image has the same class.
    /// </summary>
    /// <param name="shape">The shape of the samples.</param>
    /// <param name="flip">False where left and right matter, as in digits; see <see cref="DatasetEntry.MirrorPreservesClass"/>.</param>
    public static IAugmentation Standard(SampleShape shape, bool flip = true)
    {
        IAugmentation crop = shape.Width <= 64 ? new PadCrop(StandardPadding(shape)) : new RandomResizedCrop();
        return flip ? new AugmentationChain(crop, new HorizontalFlip()) : crop;
    }

    /// <summary>
    /// What is customary for a data set: for images <see cref="Standard(SampleShape, bool)"/>; for sound masks of up to a tenth of bands
    /// and frames, then a time crop of 400/423 of the frames, the share of the acoustic scenes recipe.
    /// </summary>
    /// <param name="entry">The data set.</param>
    /// <param name="shape">The shape of its samples.</param>
    /// <param name="anyWidth">False for networks that need the full width: no time crop.</param>
    public static IAugmentation Standard(DatasetEntry entry, SampleShape shape, bool anyWidth = true)
    {
        if (entry.Features is null)
            return Standard(shape, entry.MirrorPreservesClass);
        IAugmentation[] masks = [new FrequencyMask(shape.Height / 10), new TimeMask(shape.Width / 10)];
        return new AugmentationChain(anyWidth ? [.. masks, new TimeCrop(StandardCrop(shape))] : masks);
    }

    /// <summary>As <see cref="Parse(string, SampleShape, bool)"/>, with the data set's own <c>standard</c>.</summary>
    /// <exception cref="ArgumentException">The text names no augmentation, or gives it a value out of its range.</exception>
    public static IAugmentation? Parse(string text, SampleShape shape, DatasetEntry entry, bool anyWidth = true) =>
        text.Trim() == "standard" ? Standard(entry, shape, anyWidth) : Parse(text, shape, entry.MirrorPreservesClass);

    /// <summary>Reads a list such as <c>pad-crop(4),flip,rotate(15)</c>; arguments may be left out. Null for <c>none</c>.</summary>
    /// <param name="text">See <see cref="Syntax"/>.</param>
    /// <param name="shape">The shape of the samples.</param>
    /// <param name="flip">Whether <c>standard</c> flips.</param>
    /// <exception cref="ArgumentException">The text names no augmentation, or gives it a value out of its range.</exception>
    public static IAugmentation? Parse(string text, SampleShape shape, bool flip = true) => text.Trim() switch
    {
        "none" => null,
        "standard" => Standard(shape, flip),
        var list => new AugmentationChain([.. list.Split(',').Select(step => ParseStep(step.Trim(), shape))]),
    };

    private static IAugmentation ParseStep(string step, SampleShape shape)
    {
        int open = step.IndexOf('(', StringComparison.Ordinal);
        string name = open < 0 ? step : step[..open];
        double? value = open < 0 ? null : ParseValue(step, open);
        return name switch
        {
            "flip" when value is null => new HorizontalFlip(),
            "pad-crop" => new PadCrop(WholePixels(value ?? StandardPadding(shape), step)),
            "resized-crop" => new RandomResizedCrop(value ?? 0.08),
            "rotate" => new RandomRotation(value ?? 15),
            "freq-mask" => new FrequencyMask(Whole(value ?? 12, step, "bands")),
            "time-mask" => new TimeMask(Whole(value ?? 39, step, "frames")),
            "time-crop" => new TimeCrop(Math.Max(1, Whole(value ?? StandardCrop(shape), step, "frames"))),
            _ => throw new ArgumentException($"Expected {Syntax}, got '{step}'.", nameof(step)),
        };
    }

    private static double ParseValue(string step, int open) =>
        step.EndsWith(')') && NumberText.TryParse(step.AsSpan(open + 1, step.Length - open - 2), out double value)
            ? value : throw new ArgumentException($"Expected a number in parentheses, got '{step}'.", nameof(step));

    private static int WholePixels(double value, string step) =>
        value is >= 1 and <= 1024 && value == Math.Floor(value) ? (int)value :
            throw new ArgumentException($"Expected whole pixels from 1 to 1024, got '{step}'.", nameof(step));

    private static int Whole(double value, string step, string unit) =>
        value is >= 0 and <= 1_000_000 && value == Math.Floor(value) ? (int)value
            : throw new ArgumentException($"Expected a whole number of {unit} from 0 to 1,000,000, got '{step}'.", nameof(step));

    private static int StandardCrop(SampleShape shape) => Math.Max(1, (int)((long)shape.Width * 400 / 423));

    private static int StandardPadding(SampleShape shape) => Math.Max(1, shape.Width / 16 * 2);
}
