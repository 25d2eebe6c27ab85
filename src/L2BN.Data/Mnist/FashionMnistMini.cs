using System.Reflection;
using System.Security.Cryptography;
using L2BN.Data.Catalog;
using L2BN.Data.Idx;

namespace L2BN.Data.Mnist;

/// <summary>6,000 + 2,000 images of Fashion-MNIST, class-balanced, embedded in this assembly. Made by
/// <c>build/make-fashion-mnist-mini.cs</c>.</summary>
internal static class FashionMnistMini
{
    private const long Limit = 16 << 20;

    internal static DatasetEntry Entry { get; } = new(_ =>
        MnistParts.Splits("fashion-mnist-mini", MnistFolder.FashionClasses, ReadPart("train"), ReadPart("t10k")))
    {
        Name = "fashion-mnist-mini",
        Description = "6,000 + 2,000 images of Fashion-MNIST, class-balanced, 28×28 gray, 10 classes; built in",
        License = MnistFolder.FashionMnist.License,
        ImageSize = MnistParts.Side,
        NeedsDirectory = false,
    };

    /// <summary>SHA-256 of the values of each part, without the IDX header: packing may differ from one zlib to the next, the images may
    /// not.</summary>
    internal static IReadOnlyDictionary<string, string> Checksums { get; } = new Dictionary<string, string>
    {
        ["train-images-idx3-ubyte.gz"] = "64c7742fa765ca547c5fc24119380820d216bcbb1756aa50730a8408a921be8b",
        ["train-labels-idx1-ubyte.gz"] = "308e91e5664a4a0d89db4f640c533948ef1d97b0602777da0e928e99515d313e",
        ["t10k-images-idx3-ubyte.gz"] = "f0e5a653fd51425065d038990655fe818ceb1a0f6676bdc13273c69a16a354e1",
        ["t10k-labels-idx1-ubyte.gz"] = "24f47c1a85a812176d8f8b3476e11038f9bec6e822d18896535cafcd514f6322",
    };

    private static MnistParts ReadPart(string part)
    {
        string images = $"{part}-images-idx3-ubyte.gz", labels = $"{part}-labels-idx1-ubyte.gz";
        return MnistParts.Check(ReadResource(images, 3), images, ReadResource(labels, 1), labels);
    }

    private static IdxArray ReadResource(string file, int rank)
    {
        Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"fashion-mnist-mini/{file}")
            ?? throw new DataException(file, "the embedded file is missing from the assembly", "Build the project again.");
        IdxArray array = IdxReader.Read(stream, file, rank, Limit);
        string sum = Convert.ToHexStringLower(SHA256.HashData(array.Values));
        return sum == Checksums[file] ? array
            : throw new DataException(file, $"expected SHA-256 {Checksums[file]}, got {sum}",
                "Build from a clean checkout.");
    }
}
