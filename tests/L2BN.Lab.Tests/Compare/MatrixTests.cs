using System.Text.Json;
using L2BN.Lab.Compare;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Tests.Compare;

/// <summary>Several batch sizes in one command, and what is different for sound.</summary>
public sealed class MatrixTests : TemporaryFolder
{
    [Fact]
    public void Every_batch_size_is_a_comparison_of_its_own_and_the_page_draws_them_all()
    {
        string output = Path.Combine(Folder, "out");
        string[] command =
        [
            "compare", "--model", "mlp", "--batch-size", "32,64", "--epochs", "1", "--seeds", "1", "--train-size", "128",
            "--no-analysis", "--shifts", "none", "--threads", "1", "--json", "--out", output,
        ];
        LabResult result = LabProcess.Run(command);
        JsonElement json = result.Json("compare-matrix");
        JsonElement[] cells = [.. json.GetProperty("cells").EnumerateArray()];
        Assert.Equal([32, 64], cells.Select(cell => cell.GetProperty("batch_size").GetInt32()));
        Assert.All(
            cells,
            cell => Assert.Equal("undecided", cell.GetProperty("comparison").GetProperty("paired")[0].GetProperty("verdict").GetString()));
        Assert.Contains("batch size, as a power of 2", File.ReadAllText(json.GetProperty("report").GetString()!), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(output, "fashion-mnist-mini-mlp-b32", "report.html")));
        Assert.Equal(result.Output, LabProcess.Run(command).Output);
    }

    [Theory]
    [InlineData("2,x", "--batch-size")]
    [InlineData("8,0", "--batch-size")]
    [InlineData("", "--batch-size")]
    public void A_list_with_something_else_in_it_is_refused(string sizes, string named)
    {
        LabResult result = LabProcess.Run("compare", "--batch-size", sizes);
        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains(named, result.OnlyError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fashion-mnist-mini", null, null, "resnet8", 6, 6, 64)]
    [InlineData("esc10", "1", null, "asc_cnn", 6, 20, 16)]
    [InlineData("esc10", "all", null, "asc_cnn", 5, 20, 16)]
    [InlineData("esc10", "2", "mlp", "mlp", 6, 20, 16)]
    public void Defaults_fit_images_or_sound(string data, string? fold, string? model, string expected, int seeds, int epochs, int batch)
    {
        ComparisonPlan plan = Assert.Single(
            ComparisonMatrix.Create(
                new CompareOptions
                {
                    Data = data,
                    Fold = fold,
                    Model = model,
                    DataDir = Folder,
                }));
        Assert.Equal((expected, seeds, epochs, batch), (plan.Model, plan.Seeds, plan.Epochs, plan.BatchSize));
    }

    [Theory]
    [InlineData("esc10", 10)]
    [InlineData("esc10", 3)]
    [InlineData("mnist", null)]
    public void Every_fold_has_the_same_number_of_seeds(string data, int? seeds)
    {
        CompareOptions options = new() { Data = data, Fold = "all", Seeds = seeds is null ? null : $"{seeds}" };
        if (seeds == 10)
            Assert.Equal(10, Assert.Single(ComparisonMatrix.Create(options)).Seeds);
        else
            Assert.Throws<UsageException>(() => ComparisonMatrix.Create(options));
    }
}
