using L2BN.Data;

namespace L2BN.Lab.Predict;

/// <summary>PNG and JPEG files, brought to their shape as image folders are.</summary>
internal sealed class PictureFiles(SampleShape shape) : FileSamples
{
    public override IReadOnlyList<string> Extensions { get; } = [".png", ".jpg", ".jpeg"];

    public override string Kind => "PNG or JPEG files";

    public override SampleShape Shape => shape;

    public override FileSample Read(string file)
    {
        float[] sample = new float[shape.Size];
        ImageFile.Read(file, shape, sample);
        return new FileSample(file, sample);
    }
}
