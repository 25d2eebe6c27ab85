namespace L2BN.Data.Cifar;

/// <summary>How CIFAR-10 and CIFAR-100 are stored.</summary>
/// <param name="Name">Of the data set.</param>
/// <param name="Folder">The folder in the official archive.</param>
/// <param name="TrainFiles">Names of the training files.</param>
/// <param name="TestFile">Name of the test file.</param>
/// <param name="LabelLimits">Number of values of each label byte before the pixels; the last of them is the class.</param>
internal sealed record CifarFormat(string Name, string Folder, string[] TrainFiles, string TestFile, int[] LabelLimits)
{
    internal const int PixelBytes = 3 * 32 * 32;

    internal static CifarFormat Ten { get; } = new("cifar10", "cifar-10-batches-bin",
        [.. Enumerable.Range(1, 5).Select(batch => $"data_batch_{batch}.bin")], "test_batch.bin", [10]);

    /// <summary>The coarse label, then the fine one.</summary>
    internal static CifarFormat Hundred { get; } = new("cifar100", "cifar-100-binary", ["train.bin"], "test.bin", [20, 100]);

    internal int RecordBytes => LabelLimits.Length + PixelBytes;

    internal IReadOnlyList<string> Classes => LabelLimits[^1] == 10 ? CifarClasses.Ten : CifarClasses.Hundred;
}

/// <summary>Class names in label order, as in <c>batches.meta.txt</c> and <c>fine_label_names.txt</c> of the official archives.</summary>
internal static class CifarClasses
{
    internal static readonly string[] Ten = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    internal static readonly string[] Hundred =
    [
        "apple", "aquarium_fish", "baby", "bear", "beaver", "bed", "bee", "beetle", "bicycle", "bottle",
        "bowl", "boy", "bridge", "bus", "butterfly", "camel", "can", "castle", "caterpillar", "cattle",
        "chair", "chimpanzee", "clock", "cloud", "cockroach", "couch", "crab", "crocodile", "cup", "dinosaur",
        "dolphin", "elephant", "flatfish", "forest", "fox", "girl", "hamster", "house", "kangaroo", "keyboard",
        "lamp", "lawn_mower", "leopard", "lion", "lizard", "lobster", "man", "maple_tree", "motorcycle", "mountain",
        "mouse", "mushroom", "oak_tree", "orange", "orchid", "otter", "palm_tree", "pear", "pickup_truck", "pine_tree",
        "plain", "plate", "poppy", "porcupine", "possum", "rabbit", "raccoon", "ray", "road", "rocket",
        "rose", "sea", "seal", "shark", "shrew", "skunk", "skyscraper", "snail", "snake", "spider",
        "squirrel", "streetcar", "sunflower", "sweet_pepper", "table", "tank", "telephone", "television", "tiger", "tractor",
        "train", "trout", "tulip", "turtle", "wardrobe", "whale", "willow_tree", "wolf", "woman", "worm",
    ];
}
