using L2BN.Data.Catalog;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.Catalog;

public sealed class CifarFolderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reads_ten_classes_in_five_files()
    {
        WriteTen();
        DataSplits splits = Open("cifar10");
        Assert.Equal((10, 3), (splits.Train.Count, splits.Test.Count));
        Assert.Equal(new SampleShape(3, 32, 32), splits.Train.Shape);
        Assert.Equal([1, 9], [splits.Train.Label(0), splits.Train.Label(1)]);
        float[] sample = new float[3072];
        splits.Train.Read(1, sample);
        Assert.Equal(Record(9, seed: 11)[1..].Select(b => b / 255f), sample);
        Assert.Equal("truck", splits.Train.Classes[9]);
    }

    [Fact]
    public void Reads_a_hundred_classes_by_their_fine_label_and_in_the_archives_folder()
    {
        _folder.Write("cifar-100-binary/train.bin", [19, .. Record(99), 0, .. Record(0)]);
        _folder.Write("cifar-100-binary/test.bin", [0, .. Record(5)]);
        DataSplits splits = Open("cifar100");
        Assert.Equal([99, 0], [splits.Train.Label(0), splits.Train.Label(1)]);
        Assert.Equal((100, "worm"), (splits.Train.Classes.Count, splits.Train.Classes[99]));
        Assert.Equal(splits.Train.Classes.Order(StringComparer.Ordinal), splits.Train.Classes);
    }

    [Fact]
    public void Names_the_missing_batch()
    {
        WriteTen();
        File.Delete(_folder.Path("data_batch_4.bin"));
        Assert.Contains("expected the file data_batch_4.bin", Refused("cifar10"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("one byte short", "3,072 bytes, 3072 too many")]
    [InlineData("one byte more", "3,074 bytes, 1 too many")]
    [InlineData("empty", "an empty file")]
    [InlineData("label 10", "byte 0: expected a label from 0 to 9, got 10 in record 0")]
    [InlineData("label 255", "byte 3073: expected a label from 0 to 9, got 255 in record 1")]
    [InlineData("duplicate", "data_batch_1.bin, got the same")]
    public void Refuses_a_wrong_batch(string what, string because)
    {
        WriteTen();
        byte[] batch = what switch
        {
            "one byte short" => Record(1)[..^1],
            "one byte more" => [.. Record(1), 0],
            "empty" => [],
            "label 10" => Record(10),
            "label 255" => [.. Record(1), .. Record(255)],
            "duplicate" => File.ReadAllBytes(_folder.Path("data_batch_1.bin")),
            _ => throw new ArgumentException(what),
        };
        _folder.Write("data_batch_3.bin", batch);
        Assert.Contains(because, Refused("cifar10"), StringComparison.Ordinal);
    }

    /// <summary>3073 × 3074 bytes are whole records of both; only the labels tell.</summary>
    [Fact]
    public void Refuses_one_format_read_as_the_other()
    {
        byte[] ten = [.. Enumerable.Range(0, 3074).SelectMany(i => Record((byte)(i % 10), seed: i))];
        WriteTen();
        _folder.Write("train.bin", ten);
        _folder.Write("test.bin", ten);
        Assert.Contains("is not of cifar100", Refused("cifar100", memory: 64 << 20), StringComparison.Ordinal);
        byte[] hundred = [.. Enumerable.Range(0, 3073).SelectMany(i => (byte[])[(byte)(i % 20), .. Record((byte)(i % 100), seed: i)])];
        _folder.Write("data_batch_1.bin", hundred);
        Assert.Contains("is not of cifar10", Refused("cifar10", memory: 64 << 20), StringComparison.Ordinal);
    }

    private void WriteTen()
    {
        for (int batch = 1; batch <= 5; batch++)
            _folder.Write($"data_batch_{batch}.bin",
                [.. Record((byte)batch, seed: 10 * batch), .. Record((byte)(10 - batch), seed: 10 * batch + 1)]);
        _folder.Write("test_batch.bin", [.. Record(0), .. Record(1), .. Record(2)]);
    }

    private DataSplits Open(string name) => DatasetCatalog.Open(name, new DataOptions { Directory = _folder.Root });

    private string Refused(string name, long memory = 32 << 20) => Hostile.Refused(() => Open(name), memory);

    private static byte[] Record(byte label, int seed = 3)
    {
        byte[] record = new byte[3073];
        new Random(seed).NextBytes(record);
        record[0] = label;
        return record;
    }
}
