using System.Globalization;
using L2BN.Data;

namespace L2BN.Lab.Running;

/// <summary>Augmentations by the names that <c>--augment</c> takes.</summary>
internal static class AugmentNames
{
    private const string Syntax = "none, standard, or a list of flip and pad-crop(PIXELS)";

    public static IAugmentation? Parse(string text, SampleShape shape, bool mirrorKeepsClass) => text switch
    {
        "none" => null,
        "standard" => Augmentations.Standard(shape, mirrorKeepsClass),
        _ => new AugmentationChain([.. text.Split(',').Select(step => Step(step.Trim(), shape))]),
    };

    private static IAugmentation Step(string step, SampleShape shape) => step switch
    {
        "flip" => new HorizontalFlip(),
        "pad-crop" => new PadCrop(Math.Max(1, shape.Width / 16 * 2)),
        _ when step.StartsWith("pad-crop(", StringComparison.Ordinal) && step.EndsWith(')')
            && int.TryParse(step.AsSpan(9, step.Length - 10), NumberStyles.None, CultureInfo.InvariantCulture, out int pixels) && pixels is > 0 and <= 1024 => new PadCrop(pixels),
        _ => throw new UsageException($"--augment: '{step}' is no augmentation. Expected {Syntax}."),
    };
}
