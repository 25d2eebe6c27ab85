using System.Text.Json;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Tests;

/// <summary>Commands that answer questions: models, data, doctor, report.</summary>
public sealed class InformationTests : TemporaryFolder
{
    [Fact]
    public void Models_lists_name_input_parameters_and_norms()
    {
        JsonElement model = LabProcess.Run("models", "--json", "--model", "resnet20").Json("models").GetProperty("models")[0];
        Assert.Equal(
            ("resnet20", 32, 269_722),
            (model.GetProperty("name").GetString(), model.GetProperty("input")[1].GetInt32(), model.GetProperty("parameters").GetInt32()));
        Assert.InRange(model.GetProperty("multiply_adds").GetInt64(), 40_000_000, 42_000_000);
        Assert.Contains("l2bn-unit", model.GetProperty("norms").EnumerateArray().Select(norm => norm.GetString()));
    }

    [Fact]
    public void Models_times_a_step_with_every_norm()
    {
        LabResult result = LabProcess.Run(
            "models", "--time", "--markdown", "--model", "mlp", "--batch-size", "4", "--norms", "bn,l2bn,rms", "--rounds", "3",
            "--data",
            "fashion-mnist-mini");
        Assert.True(result.Code == ExitCode.Done, result.Errors);
        string[] rows = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("| model | sample | batch | norm | ms/step | × bn | peak MiB |", rows[0]);
        Assert.Equal(2 + 3, rows.Length);
        Assert.Matches(@"^\| mlp \| 1×28×28 \| 4 \| bn \| [0-9.]+ \| 1.00 \| [0-9]+ \|$", rows[2]);
        Assert.Matches(@"^\| mlp \| 1×28×28 \| 4 \| rms \| [0-9.]+ \| [0-9.]+ \| [0-9]+ \|$", rows[4]);
    }

    [Fact]
    public void Data_info_and_verify_describe_the_embedded_set()
    {
        JsonElement facts = LabProcess.Run("data", "verify", "fashion-mnist-mini", "--json").Json("data-info");
        Assert.Equal((10, 1), (facts.GetProperty("classes").GetArrayLength(), facts.GetProperty("shape")[0].GetInt32()));
        Assert.True(facts.GetProperty("train").GetInt32() > facts.GetProperty("test").GetInt32());
        Assert.Equal(64, facts.GetProperty("fingerprint").GetString()!.Length);
        Assert.Contains(
            "cifar10",
            LabProcess
                .Run("data", "list", "--json")
                .Json("data-list")
                .GetProperty("datasets")
                .EnumerateArray()
                .Select(row => row.GetProperty("name").GetString()));
    }

    [Fact]
    public void Doctor_finds_torch_and_says_what_it_looked_at()
    {
        JsonElement record = LabProcess.Run("doctor", "--json").Json("doctor");
        Assert.True(record.GetProperty("ok").GetBoolean());
        Assert.Contains(
            "libtorch",
            record
                .GetProperty("findings")
                .EnumerateArray()
                .Single(finding => finding.GetProperty("name").GetString() == "torch")
                .GetProperty("text")
                .GetString(),
            StringComparison.Ordinal);
        Assert.True(record.GetProperty("machine").GetProperty("cores").GetInt32() > 0);
    }

    [Fact]
    public void Report_is_rebuilt_from_the_run_folders()
    {
        string output = Path.Combine(Folder, "out");
        LabResult compared = LabProcess.Run(
            "compare", "--model", "mlp", "--epochs", "1", "--seeds", "2", "--train-size", "128", "--out",
            output,
            "--json");
        Assert.True(compared.Code == ExitCode.Done, compared.Errors);
        File.Delete(Path.Combine(output, "report.html"));
        File.Delete(Path.Combine(output, "summary.json"));
        LabResult rebuilt = LabProcess.Run("report", output, "--json");
        Assert.True(rebuilt.Code == ExitCode.Done, rebuilt.Errors);
        Assert.Equal(compared.Output, rebuilt.Output);
        Assert.Contains("</html>", File.ReadAllText(Path.Combine(output, "report.html")), StringComparison.Ordinal);
        LabProcess.Run("report", output, "--format", "csv");
        Assert.Equal(5, File.ReadAllLines(Path.Combine(output, "runs.csv")).Length);
        LabProcess.Run("report", output, "--format", "md");
        Assert.StartsWith("# bn vs l2bn", File.ReadAllText(Path.Combine(output, "report.md")), StringComparison.Ordinal);
        PicturesAreWritten(output);
    }

    private void PicturesAreWritten(string output)
    {
        LabResult png = LabProcess.Run("report", output, "--format", "png", "--scale", "0.5");
        Assert.True(png.Code == ExitCode.Done, png.Errors);
        Assert.Contains($"Report: {Path.Combine(output, "pictures")}", png.Errors, StringComparison.Ordinal);
        byte[] picture = File.ReadAllBytes(Path.Combine(output, "pictures", "curves-test-loss.png"));
        Assert.Equal([0x89, .. "PNG"u8], picture[..4]);
        Assert.Equal(184, picture[19]); // the width, at half a pixel per unit
        string vectors = Path.Combine(Folder, "vectors");
        LabProcess.Run("report", output, "--format", "svg", "--out", vectors);
        Assert.Equal(Names(Path.Combine(output, "pictures")), Names(vectors));
        Assert.Equal(ExitCode.Refused, LabProcess.Run("report", output, "--format", "png", "--scale", "50").Code);
    }

    private static string[] Names(string folder) =>
        [.. Directory.EnumerateFiles(folder).Select(file => Path.GetFileNameWithoutExtension(file)!).Order()];

    [Theory]
    [InlineData(ExitCode.Refused, "no such folder", "report", "/no/such/folder")]
    [InlineData(ExitCode.Usage, "--format: expected one of html, md, csv, svg, png, got 'pdf'", "report", ".", "--format", "pdf")]
    [InlineData(ExitCode.Usage, "0.1 to 50", "report", ".", "--format", "png", "--scale", "0")]
    [InlineData(ExitCode.Usage, "resnet9000", "models", "--model", "resnet9000")]
    [InlineData(ExitCode.Usage, "bm", "models", "--time", "--model", "mlp", "--norms", "bm")]
    [InlineData(ExitCode.Usage, "--time", "models", "--model", "mlp", "--data", "fashion-mnist-mini")]
    [InlineData(
        ExitCode.Usage, "--batch-size", "models", "--time", "--model", "mlp", "--data", "fashion-mnist-mini", "--batch-size", "999999"
    )]
    [InlineData(ExitCode.Usage, "nothing-known", "data", "info", "nothing-known")]
    [InlineData(ExitCode.Refused, "/no/such/folder", "data", "verify", "cifar10", "--data-dir", "/no/such/folder")]
    public void Bad_questions_get_one_clear_line(int code, string named, params string[] arguments)
    {
        LabResult result = LabProcess.Run(arguments);
        Assert.True(result.Code == code, $"{result.Code}: {result.Errors}");
        Assert.Contains(named, result.OnlyError, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }
}
