namespace L2BN.Data;

/// <summary>What sets CIFAR-10 and CIFAR-100 apart on disk.</summary>
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
