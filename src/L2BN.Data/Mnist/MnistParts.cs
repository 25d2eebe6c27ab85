namespace L2BN.Data;

/// <summary>An image file and its label file in memory, checked against each other.</summary>
internal sealed record MnistParts(IdxArray Images, IdxArray Labels)
{
    internal const int ClassCount = 10, Side = 28;

    internal static MnistParts Check(IdxArray images, string imageFile, IdxArray labels, string labelFile)
    {
        if (images.Dimensions is not [_, Side, Side])
            throw new DataException(imageFile,
                $"expected images of {Side}×{Side} pixels, came {images.Dimensions[1]}×{images.Dimensions[2]}",
                "The file belongs to another data set.", 8);
        if (images.Count != labels.Count)
            throw new DataException(labelFile,
                $"expected {images.Count} labels, one per image of {Path.GetFileName(imageFile)}, came {labels.Count}",
                "The two files belong to different splits, or one is damaged.", 4);
        int wrong = labels.Values.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(ClassCount - 1));
        if (wrong >= 0)
            throw new DataException(labelFile, $"expected labels from 0 to {ClassCount - 1}, came {labels.Values[wrong]} for image {wrong}",
                "The file is damaged or belongs to another data set.", 8 + wrong);
        return new MnistParts(images, labels);
    }

    internal static SourceSplits Splits(string name, IReadOnlyList<string> classes, MnistParts train, MnistParts test)
    {
        using var hash = new Fingerprint();
        foreach (var part in (MnistParts[])[train, test]) hash.Add(part.Images.Values).Add(part.Labels.Values);
        return new SourceSplits(train.AsDataset(name + "/train", classes), test.AsDataset(name + "/test", classes), null,
            hash.Add("mnist").Finish());
    }

    private ByteImages AsDataset(string name, IReadOnlyList<string> classes) =>
        new(name, classes, new SampleShape(1, Side, Side), Images.Values, Labels.Values);
}
