using L2BN.Lab.Shared;

namespace L2BN.Lab.Tests.Shared;

/// <summary>Batches of one sample: a usage error before anything is written, where a norm would see one value per channel.</summary>
public sealed class BatchOfOneTests : TemporaryFolder
{
    [Theory]
    [InlineData("train --norm bn")]
    [InlineData("train --norm l2bn")]
    [InlineData("train --norm bn --dry-run")]
    [InlineData("compare --norms none,bn")]
    [InlineData("compare --norms ln,l2bn")]
    public void A_network_with_one_value_per_channel_is_refused(string command)
    {
        string output = PathOf("out");
        LabResult result = LabProcess.Run([
            .. command.Split(' '),
            "--model", "mlp", "--batch-size", "1", "--train-size", "20", "--epochs", "1", "--threads", "1", "--out", output,
        ]);
        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains("--batch-size 2", result.OnlyError, StringComparison.Ordinal);
        Assert.Empty(result.Output);
        Assert.False(Directory.Exists(output));
    }

    [Fact]
    public void Norms_without_batch_statistics_train()
    {
        LabResult result = LabProcess.Run(
            "train", "--norm", "ln", "--model", "mlp", "--batch-size", "1", "--train-size", "20", "--epochs", "1", "--lr", "0.001",
            "--threads", "1", "--out", PathOf("out"));
        Assert.True(result.Code == ExitCode.Done, result.Errors);
    }
}
