using L2BN.Data.Catalog;
using L2BN.Data.Images;
using L2BN.Data.Splits;

namespace L2BN.Data.Cifar;

/// <summary>CIFAR-10 and CIFAR-100 in the binary format of the official archives.</summary>
internal static class CifarFolder
{
    private const string Citation =
        "no license stated, research use; cite Krizhevsky 2009, Learning Multiple Layers of Features from Tiny Images";

    internal static DatasetEntry Ten { get; } = new(options => Load(CifarFormat.Ten, options.Directory!))
    {
        Name = "cifar10",
        Description = "50,000 + 10,000 color images, 32×32, 10 classes; the binary format",
        License = Citation,
        ImageSize = 32,
    };

    internal static DatasetEntry Hundred { get; } = new(options => Load(CifarFormat.Hundred, options.Directory!))
    {
        Name = "cifar100",
        Description = "50,000 + 10,000 color images, 32×32, 100 classes; the binary format",
        License = Citation,
        ImageSize = 32,
    };

    private static SourceSplits Load(CifarFormat format, string folder)
    {
        string inner = Path.Combine(folder, format.Folder);
        if (Directory.Exists(inner))
            folder = inner;
        string[] train = [.. format.TrainFiles.Select(file => Locate(format, folder, file))];
        string test = Locate(format, folder, format.TestFile);
        ByteImages images = CifarReader.Read(format, format.Name + "/train", train);
        ByteImages testImages = CifarReader.Read(format, format.Name + "/test", [test]);
        using var hash = new Fingerprint();
        return new SourceSplits(images, testImages, null, hash.Add(format.Name).Add(images).Add(testImages).Finish());
    }

    private static string Locate(CifarFormat format, string folder, string file)
    {
        string path = Path.Combine(folder, file);
        return File.Exists(path) ? path
            : throw new DataException(folder, $"expected the file {file}, got no such file",
                $"Give the folder that holds {format.Folder} or its files (the binary version of the data set).");
    }
}
