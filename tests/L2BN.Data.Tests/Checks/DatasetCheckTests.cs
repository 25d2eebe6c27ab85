using L2BN.Data.Checks;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.Checks;

public sealed class DatasetCheckTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Lists_every_file_that_cannot_be_read()
    {
        Fill();
        _folder.Write("train/a/1.png", "no image"u8);
        _folder.Write("train/b/0.png", []);
        _folder.Write("test/b/0.png", PngFiles.Noise(10, 10).AsSpan(..^20));
        DatasetReport report = Run();
        Assert.Equal(
            ["train/a/1.png", "train/b/0.png", "test/b/0.png"],
            report.Problems.Select(problem => Path.GetRelativePath(_folder.Root, problem.File!)));
        Assert.Equal((0, 7), (report.Checksums, report.Samples));
    }

    [Fact]
    public void Finds_nothing_in_valid_data()
    {
        Fill();
        Assert.Equal((10, 0), (Run().Samples, Run().Problems.Count));
        DatasetReport mini = DatasetCheck.Run("fashion-mnist-mini", new DataOptions());
        Assert.Equal((8000, 0), (mini.Samples, mini.Problems.Count));
    }

    [Fact]
    public void A_layout_that_cannot_be_opened_is_one_problem()
    {
        Fill();
        Directory.CreateDirectory(_folder.Path("train/c"));
        Assert.Contains("got no files", Assert.Single(Run().Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_file_with_a_wrong_checksum_is_listed()
    {
        foreach (string part in (string[])["train-images-idx3", "train-labels-idx1", "t10k-images-idx3"])
            _folder.Write($"{part}-ubyte.gz", IdxFiles.Gzip(IdxFiles.Labels(1)));
        DatasetReport report = DatasetCheck.Run("fashion-mnist", new DataOptions { Directory = _folder.Root });
        Assert.Equal(3, report.Problems.Count(problem => problem.Message.Contains("expected the published MD5", StringComparison.Ordinal)));
        Assert.Equal(0, report.Checksums);
    }

    [Fact]
    public void Labels_out_of_range_and_values_that_are_not_finite_are_found()
    {
        var data = new FaultyDataset();
        IReadOnlyList<DataException> problems = DatasetCheck.FindProblems(data);
        Assert.Equal(2, problems.Count);
        Assert.Contains("got 7 for sample 1", problems[0].Message, StringComparison.Ordinal);
        Assert.Contains("expected finite values, got others in sample 2", problems[1].Message, StringComparison.Ordinal);
    }

    private DatasetReport Run() => DatasetCheck.Run("image-folder", new DataOptions { Directory = _folder.Root, CacheDirectory = "" });

    private void Fill()
    {
        foreach (string split in (string[])["train/a/", "train/b/", "test/a/", "test/b/"])
        {
            for (int i = 0; i < (split.StartsWith("train", StringComparison.Ordinal) ? 4 : 1); i++)
                _folder.Write($"{split}{i}.png", PngFiles.Noise(10, 10));
        }
    }

    private sealed class FaultyDataset : IDataset
    {
        public string Name => "faulty";

        public IReadOnlyList<string> Classes => ["a", "b"];

        public SampleShape Shape => new(1, 1, 1);

        public int Count => 3;

        public int Label(int index) => index == 1 ? 7 : 0;

        public void Read(int index, Span<float> destination) => destination[0] = index == 2 ? float.NaN : 1;
    }
}
