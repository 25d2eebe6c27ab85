using L2BN.Experiments;
using L2BN.Reporting;
using L2BN.Results;

namespace L2BN.Lab.Running;

/// <summary>Reads comparisons back and writes their reports.</summary>
internal static class ReportRunner
{
    public static int Run(IReadOnlyList<string> folders, string format, string? output, double? margin, bool json)
    {
        if (folders.Count > 1 && (output is not null || json))
            throw new UsageException("--out and --json take one folder: each comparison has a report and a summary of its own.");
        string name = FileName(format);
        foreach (string folder in folders)
        {
            ComparisonReport report = StoredComparison.Read(folder, margin);
            string path = output ?? Path.Combine(folder, name);
            ResultsFile.Write(path, Text(report, format));
            Console.Error.WriteLine(TextTable.Render(report.Summary));
            Console.Error.WriteLine($"Report: {Path.GetFullPath(path)}");
            if (json) Console.Out.WriteLine(ResultsJson.Serialize(report.Summary));
        }

        return ExitCode.Done;
    }

    private static string FileName(string format) => format switch
    {
        "html" => "report.html",
        "md" => "report.md",
        "csv" => "runs.csv",
        _ => throw new UsageException($"--format expects html, md or csv; got '{format}'."),
    };

    private static string Text(ComparisonReport report, string format) => format switch
    {
        "html" => HtmlReport.Render(report),
        "md" => MarkdownReport.Render(report),
        _ => CsvReport.Runs(report.Runs),
    };
}
