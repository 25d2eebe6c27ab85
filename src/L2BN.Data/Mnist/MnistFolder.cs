using L2BN.Data.Catalog;
using L2BN.Data.Idx;
using L2BN.Data.Images;
using L2BN.Data.Splits;

namespace L2BN.Data.Mnist;

/// <summary>MNIST and Fashion-MNIST in the four original IDX files, gzip or plain.</summary>
internal static class MnistFolder
{
    internal static readonly string[] FashionClasses =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    private static readonly string[] s_digits = [.. Enumerable.Range(0, MnistParts.ClassCount).Select(digit => $"{digit}")];

    internal static DatasetEntry FashionMnist { get; } = new(options => Load("fashion-mnist", options.Directory!, FashionClasses))
    {
        Name = "fashion-mnist",
        Description = "60,000 + 10,000 gray images of clothes, 28×28, 10 classes; the four original IDX files",
        License = "MIT, Zalando SE; cite Xiao, Rasul, Vollgraf 2017 (arXiv 1708.07747)",
        ImageSize = MnistParts.Side,
    };

    internal static DatasetEntry Mnist { get; } = new(options => Load("mnist", options.Directory!, s_digits))
    {
        Name = "mnist",
        Description = "60,000 + 10,000 gray images of handwritten digits, 28×28, 10 classes; the four original IDX files",
        License = "CC BY-SA 3.0; cite LeCun, Bottou, Bengio, Haffner 1998",
        ImageSize = MnistParts.Side,
        MirrorPreservesClass = false,
    };

    private static SourceSplits Load(string name, string folder, string[] classes) =>
        MnistParts.Splits(name, classes, ReadPart(folder, "train"), ReadPart(folder, "t10k"));

    private static MnistParts ReadPart(string folder, string part)
    {
        string images = Locate(folder, part, "images", 3), labels = Locate(folder, part, "labels", 1);
        return MnistParts.Check(IdxReader.Read(images, 3), images, IdxReader.Read(labels, 1), labels);
    }

    /// <summary>Finds a file under its original name or the one with a dot that some mirrors use, plain first.</summary>
    private static string Locate(string folder, string part, string kind, int rank)
    {
        string[] names = [.. from separator in (char[])['-', '.'] from end in (string[])["",
            ".gz"] select $"{part}-{kind}{separator}idx{rank}-ubyte{end}"];
        return names.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new DataException(folder, $"expected the file {names[0]} or {names[1]}, got neither",
                "Give the folder that holds the four original IDX files.");
    }
}

/// <summary>An image file and its label file in memory, checked against each other.</summary>
internal sealed record MnistParts(IdxArray Images, IdxArray Labels)
{
    internal const int ClassCount = 10, Side = 28;

    internal static MnistParts Check(IdxArray images, string imageFile, IdxArray labels, string labelFile)
    {
        if (images.Dimensions is not [_, Side, Side])
            throw new DataException(imageFile,
                $"expected images of {Side}×{Side} pixels, got {images.Dimensions[1]}×{images.Dimensions[2]}",
                "The file belongs to another data set.", 8);
        if (images.Count != labels.Count)
            throw new DataException(labelFile,
                $"expected {images.Count} labels, one per image of {Path.GetFileName(imageFile)}, got {labels.Count}",
                "The two files belong to different splits, or one is damaged.", 4);
        int wrong = labels.Values.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(ClassCount - 1));
        if (wrong >= 0)
            throw new DataException(labelFile, $"expected labels from 0 to {ClassCount - 1}, got {labels.Values[wrong]} for image {wrong}",
                "The file is damaged or belongs to another data set.", 8 + wrong);
        return new MnistParts(images, labels);
    }

    internal static SourceSplits Splits(string name, IReadOnlyList<string> classes, MnistParts train, MnistParts test)
    {
        using var hash = new Fingerprint();
        foreach (MnistParts part in (MnistParts[])[train, test])
            hash.Add(part.Images.Values).Add(part.Labels.Values);
        return new SourceSplits(train.AsDataset(name + "/train", classes), test.AsDataset(name + "/test", classes), null,
            hash.Add("mnist").Finish());
    }

    private ByteImages AsDataset(string name, IReadOnlyList<string> classes) =>
        new(name, classes, new SampleShape(1, Side, Side), Images.Values, Labels.Values);
}
