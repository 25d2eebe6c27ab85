using L2BN.Data.Catalog;
using L2BN.Data.Splits;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.Catalog;

public sealed class MnistFolderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory, InlineData("-", ""), InlineData(".", ""), InlineData("-", ".gz"), InlineData(".", ".gz")]
    public void Reads_every_customary_file_name(string separator, string end)
    {
        WriteAll(separator, end);
        DataSplits splits = DatasetCatalog.Open("mnist", new DataOptions { Directory = _folder.Root });
        Assert.Equal((4, 2), (splits.Train.Count, splits.Test.Count));
        Assert.Equal([0, 9, 3, 3], Enumerable.Range(0, 4).Select(splits.Train.Label));
        float[] sample = new float[784];
        splits.Train.Read(1, sample);
        Assert.Equal(IdxFiles.Images(4)[(16 + 784)..(16 + 1568)].Select(b => b / 255f), sample);
    }

    [Fact]
    public void Packing_does_not_change_the_fingerprint()
    {
        WriteAll("-", "");
        string plain = Fingerprint();
        foreach (string file in Directory.GetFiles(_folder.Root))
            File.Delete(file);
        WriteAll("-", ".gz");
        Assert.Equal(plain, Fingerprint());
        Write("t10k", "labels", "-", ".gz", IdxFiles.Labels(1, 2));
        Assert.NotEqual(plain, Fingerprint());
    }

    [Fact]
    public void Names_the_missing_file()
    {
        WriteAll("-", "");
        File.Delete(_folder.Path("t10k-labels-idx1-ubyte"));
        Assert.Contains("expected the file t10k-labels-idx1-ubyte or t10k-labels-idx1-ubyte.gz", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_files_that_do_not_fit_together()
    {
        WriteAll("-", "");
        Write("train", "labels", "-", "", IdxFiles.Labels(1, 2, 3));
        Assert.Contains("expected 4 labels, one per image of train-images-idx3-ubyte, got 3", Refused(), StringComparison.Ordinal);
        Write("train", "labels", "-", "", IdxFiles.Labels(1, 2, 10, 3));
        Assert.Contains("byte 10: expected labels from 0 to 9, got 10 for image 2", Refused(), StringComparison.Ordinal);
        Write("train", "labels", "-", "", IdxFiles.Images(4));
        Assert.Contains("swapped", Refused(), StringComparison.Ordinal);
        WriteAll("-", "");
        Write("train", "images", "-", "", IdxFiles.Images(4, side: 27));
        Assert.Contains("28×28 pixels, got 27×27", Refused(), StringComparison.Ordinal);
    }

    private string Fingerprint() => DatasetCatalog.Open("mnist", new DataOptions { Directory = _folder.Root }).Fingerprint;

    private string Refused() => Hostile.Refused(() => DatasetCatalog.Open("fashion-mnist", new DataOptions { Directory = _folder.Root }));

    private void WriteAll(string separator, string end)
    {
        Write("train", "images", separator, end, IdxFiles.Images(4));
        Write("train", "labels", separator, end, IdxFiles.Labels(0, 9, 3, 3));
        Write("t10k", "images", separator, end, IdxFiles.Images(2));
        Write("t10k", "labels", separator, end, IdxFiles.Labels(1, 1));
    }

    private void Write(string part, string kind, string separator, string end, byte[] content) =>
        _folder.Write($"{part}-{kind}{separator}idx{(kind == "images" ? 3 : 1)}-ubyte{end}", end == "" ? content : IdxFiles.Gzip(content));
}
