namespace L2BN.Data;

/// <summary>The augmentations that recipes use by default.</summary>
public static class Augmentations
{
    /// <summary>Pad-crop, and a flip where mirror images keep their class: pads 4 pixels at 32, 2 at 28.</summary>
    /// <param name="shape">The shape of the samples.</param>
    /// <param name="flip">False where left and right matter, as in digits.</param>
    public static IAugmentation Standard(SampleShape shape, bool flip = true)
    {
        var crop = new PadCrop(Math.Max(1, shape.Width / 16 * 2));
        return flip ? new AugmentationChain(crop, new HorizontalFlip()) : crop;
    }
}
