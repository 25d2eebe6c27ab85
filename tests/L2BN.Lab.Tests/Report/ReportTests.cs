using L2BN.Lab.Shared;

namespace L2BN.Lab.Tests.Report;

/// <summary><c>l2bn report</c>: every format, from the run folders alone.</summary>
public sealed class ReportTests : TemporaryFolder
{
    [Fact]
    public void Report_is_rebuilt_from_the_run_folders()
    {
        string output = Path.Combine(Folder, "out");
        LabResult compared = LabProcess.Run(
            "compare", "--model", "mlp", "--epochs", "1", "--seeds", "2", "--train-size", "128", "--threads", "1", "--out", output,
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
    public void Bad_questions_get_one_clear_line(int code, string named, params string[] arguments)
    {
        LabResult result = LabProcess.Run(arguments);
        Assert.True(result.Code == code, $"{result.Code}: {result.Errors}");
        Assert.Contains(named, result.OnlyError, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }
}
