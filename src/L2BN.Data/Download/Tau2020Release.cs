using L2BN.Data.Audio;

namespace L2BN.Data;

/// <summary>TAU Urban Acoustic Scenes 2020 Mobile, development: 18 archives that share one folder, 27 GB, and as much again unpacked.</summary>
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
        Licence = Tau2020Folder.Entry.Licence,
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
