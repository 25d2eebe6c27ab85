namespace L2BN.Data;

/// <summary>The data sets that can be fetched, with the addresses and checksums that their authors publish.</summary>
/// <remarks>The original MNIST is not among them: its authors' address no longer hands it out, and no checksum of theirs is known.</remarks>
public static class DatasetReleases
{
    private const string FashionAddress = "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/";
    private const string CifarAddress = "https://www.cs.toronto.edu/~kriz/";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<DatasetRelease> All { get; } =
    [
        new()
        {
            Name = "fashion-mnist",
            Licence = MnistFolder.FashionMnist.Licence,
            Files =
            [
                Fashion("train-images-idx3-ubyte.gz", "8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
                Fashion("train-labels-idx1-ubyte.gz", "25c81989df183df01b3e8a0aad5dffbe"),
                Fashion("t10k-images-idx3-ubyte.gz", "bef4ecab320f06d8554ea6380940ec79"),
                Fashion("t10k-labels-idx1-ubyte.gz", "bb300cfdad3c16e7a12a480ee83cd310"),
            ],
            Contents = ["train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz",
                "t10k-labels-idx1-ubyte.gz"],
        },
        Cifar(CifarFormat.Ten, "cifar-10-binary.tar.gz", "c32a1d4ab5d03f1284b67883e8d87530", CifarFolder.Ten.Licence),
        Cifar(CifarFormat.Hundred, "cifar-100-binary.tar.gz", "03b5dce01913d631647c71ecec9e9cb8", CifarFolder.Hundred.Licence),
        new()
        {
            Name = "esc50",
            AlsoContains = ["esc10"],
            Licence = "CC BY-NC 3.0 (the ESC-10 part CC BY 3.0); cite Piczak 2015, ESC: Dataset for Environmental Sound Classification",
            Files =
            [
                // The archive is made anew by its host from time to time, so no checksum of it is published.
                new() { Address = new("https://github.com/karolpiczak/ESC-50/archive/master.zip"), Name = "esc50.zip", MaxBytes = 2L << 30,
                    IsArchive = true },
            ],
            InnerFolder = "ESC-50-master",
            Contents = ["audio", "meta/esc50.csv"],
        },
        Tau2020Release.Release,
    ];

    /// <summary>The release that the data set called <paramref name="name"/> is read from.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names.</exception>
    public static DatasetRelease Find(string name) => TryFind(name) ?? throw new ArgumentException($"'{name}' cannot be fetched. "
        + $"Those that can are {string.Join(", ", All.SelectMany(release => release.AlsoContains.Append(release.Name)))}.");

    /// <summary>The same; null where there is none.</summary>
    public static DatasetRelease? TryFind(string name) => All.FirstOrDefault(release => release.Name == name || release.AlsoContains.Contains(name));

    private static RemoteFile Fashion(string file, string md5) =>
        new() { Address = new(FashionAddress + file), Name = file, Md5 = md5, MaxBytes = 64L << 20 };

    private static DatasetRelease Cifar(CifarFormat format, string file, string md5, string licence) => new()
    {
        Name = format.Name,
        Licence = licence,
        Files = [new() { Address = new(CifarAddress + file), Name = file, Md5 = md5, MaxBytes = 256L << 20, IsArchive = true }],
        InnerFolder = format.Folder,
        Contents = [.. format.TrainFiles, format.TestFile],
    };
}
