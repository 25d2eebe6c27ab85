using L2BN.Lab.Shared;

namespace L2BN.Lab.Tests.Compare;

/// <summary>Bad input gives one line that says what was expected, the contract's exit code, and nothing on standard output or
/// disk.</summary>
public sealed class CompareRefusalTests : TemporaryFolder
{
    public static TheoryData<string, int, string> Cases => new()
    {
        { "--model resnet9000", ExitCode.Usage, "resnet9000" },
        { "--norms bn,batchnorm9", ExitCode.Usage, "batchnorm9" },
        { "--norms bn,l2bn(width=3)", ExitCode.Usage, "width" },
        { "--data nothing-known", ExitCode.Usage, "nothing-known" },
        { "--seeds 0", ExitCode.Usage, "--seeds" },
        { "--seeds two", ExitCode.Usage, "--seeds" },
        { "--seeds 9..7", ExitCode.Usage, "9..7" },
        { "--seeds 7..", ExitCode.Usage, "--seeds" },
        { "--seeds 1..2..3", ExitCode.Usage, "--seeds" },
        { "--epochs -1", ExitCode.Usage, "--epochs" },
        { "--batch-size 0", ExitCode.Usage, "--batch-size" },
        { "--lr 0", ExitCode.Usage, "--lr" },
        { "--lr nan", ExitCode.Usage, "--lr" },
        { "--threads 0", ExitCode.Usage, "--threads" },
        { "--train-size 1", ExitCode.Usage, "--train-size" },
        { "--device cuda:7", ExitCode.Usage, "cuda:7" },
        { "--device tpu", ExitCode.Usage, "tpu" },
        { "--shifts contrst", ExitCode.Usage, "contrast" },
        { "--shifts noise:6", ExitCode.Usage, "1 to 5" },
        { "--shift-samples 0", ExitCode.Usage, "--shift-samples" },
        { "--no-such-option", ExitCode.Usage, "--no-such-option" },
        { "--data fashion-mnist --data-dir /no/such/folder", ExitCode.Refused, "/no/such/folder" },
        { "--data fashion-mnist", ExitCode.Usage, "--data-dir" },
    };

    [Theory, MemberData(nameof(Cases))]
    public void Gives_one_clear_line(string arguments, int code, string named)
    {
        string output = Path.Combine(Folder, "out");
        LabResult result = LabProcess.Run(["compare", "--out", output, .. arguments.Split(' ')]);
        Assert.True(result.Code == code, $"{result.Code}: {result.Errors}");
        Assert.Contains(named, result.OnlyError, StringComparison.Ordinal);
        Assert.Empty(result.Output);
        Assert.False(Directory.Exists(output));
    }

    [Fact]
    public void A_broken_idx_file_is_named()
    {
        foreach (string name in new[]
        {
            "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte",
        })
            File.WriteAllBytes(Path.Combine(Folder, name), [0, 0, 9, 9, 1]);
        LabResult result = LabProcess.Run("compare", "--data", "fashion-mnist", "--data-dir", Folder);
        Assert.Equal(ExitCode.Refused, result.Code);
        Assert.Contains("idx", result.OnlyError, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_refused_before_training()
    {
        string file = Path.Combine(Folder, "file");
        File.WriteAllText(file, "");
        LabResult result = LabProcess.Run("compare", "--out", Path.Combine(file, "out"));
        Assert.Equal(ExitCode.Refused, result.Code);
        Assert.Contains(file, result.OnlyError, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hopeless_learning_rate_diverges_with_its_own_code()
    {
        LabResult result = LabProcess.Run(
            "compare", "--norms", "bn", "--seeds", "1", "--epochs", "1", "--train-size", "640", "--lr", "1e35", "--out",
            Path.Combine(Folder, "out"));
        Assert.Equal(ExitCode.Diverged, result.Code);
        Assert.Contains("failed: Training diverged at step", result.Errors, StringComparison.Ordinal);
    }
}
