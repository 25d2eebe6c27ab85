using L2BN.Data.Audio.Datasets;
using L2BN.Data.Cifar;
using L2BN.Data.Mnist;

namespace L2BN.Data.Download;

/// <summary>The data sets that can be fetched, with the addresses and checksums that their authors publish.</summary>
/// <remarks>The original MNIST is missing: its authors' server no longer offers it, and they published no checksum.</remarks>
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
            License = MnistFolder.FashionMnist.License,
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
        Cifar(CifarFormat.Ten, "cifar-10-binary.tar.gz", "c32a1d4ab5d03f1284b67883e8d87530", CifarFolder.Ten.License),
        Cifar(CifarFormat.Hundred, "cifar-100-binary.tar.gz", "03b5dce01913d631647c71ecec9e9cb8", CifarFolder.Hundred.License),
        new()
        {
            Name = "esc50",
            AlsoContains = ["esc10"],
            License = "CC BY-NC 3.0 (the ESC-10 part CC BY 3.0); cite Piczak 2015, ESC: Dataset for Environmental Sound Classification",
            Files =
            [
                // GitHub packs the archive anew from time to time, so no checksum of it is published.
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
    public static DatasetRelease Find(string name) => TryFind(name) ?? throw new ArgumentException($"Expected one of "
        + $"{string.Join(", ", All.SelectMany(release => release.AlsoContains.Append(release.Name)))}, got '{name}'.");

    /// <summary>As <see cref="Find"/>; null where there is none.</summary>
    public static DatasetRelease? TryFind(string name) =>
        All.FirstOrDefault(release => release.Name == name || release.AlsoContains.Contains(name));

    private static RemoteFile Fashion(string file, string md5) =>
        new() { Address = new(FashionAddress + file), Name = file, Md5 = md5, MaxBytes = 64L << 20 };

    private static DatasetRelease Cifar(CifarFormat format, string file, string md5, string license) => new()
    {
        Name = format.Name,
        License = license,
        Files = [new() { Address = new(CifarAddress + file), Name = file, Md5 = md5, MaxBytes = 256L << 20, IsArchive = true }],
        InnerFolder = format.Folder,
        Contents = [.. format.TrainFiles, format.TestFile],
    };
}

/// <summary>TAU Urban Acoustic Scenes 2020 Mobile, development: 18 archives that share one folder, 27 GB, and as much again
/// unpacked.</summary>
internal static class Tau2020Release
{
    private const string Prefix = "TAU-urban-acoustic-scenes-2020-mobile-development";

    private static readonly string[] s_audio =
    [
        "b1e85b8a908d3d6a6ab73268f385d5c8", "4310a13cc2943d6ce3f70eba7ba4c784", "ed38956c4246abb56190c1e9b602b7b8",
        "97ab8560056b6816808dedc044dcc023", "b50f5e0bfed33cd8e52cb3e7f815c6cb", "fbf856a3a86fff7520549c899dc94372",
        "0dbffe7b6e45564da649378723284062", "bb6f77832bf0bd9f786f965beb251b2e", "a65596a5372eab10c78e08a0de797c9e",
        "2ad595819ffa1d56d2de4c7ed43205a6", "0ad29f7040a4e6a22cfd639b3a6738e5", "e5f4400c6b9697295fab4cf507155a2f",
        "8855ab9f9896422746ab4c5d89d8da2f", "092ad744452cd3e7de78f988a3d13020", "4b5eb85f6592aebf846088d9df76b420",
        "2e0a89723e58a3836be019e6996ae460",
    ];

    internal static DatasetRelease Release { get; } = new()
    {
        Name = Tau2020Folder.Entry.Name,
        License = Tau2020Folder.Entry.License,
        Files =
        [
            File("doc", "175f40dc3fec144347abad4d2962b7ae", 1L << 20),
            File("meta", "6eae9db553ce48e4ea246e34e50a3cf5", 16L << 20),
            .. s_audio.Select((md5, i) => File($"audio.{i + 1}", md5, 3L << 30)),
        ],
        InnerFolder = Prefix,
        Contents = ["audio", "meta.csv", "evaluation_setup/fold1_train.csv", "evaluation_setup/fold1_evaluate.csv"],
    };

    private static RemoteFile File(string part, string md5, long mostBytes) => new()
    {
        Address = new($"https://zenodo.org/record/3819968/files/{Prefix}.{part}.zip?download=1"),
        Name = $"{Prefix}.{part}.zip",
        Md5 = md5,
        MaxBytes = mostBytes,
        IsArchive = true,
    };
}
