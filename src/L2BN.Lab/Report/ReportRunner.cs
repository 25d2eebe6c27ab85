using L2BN.Experiments;
using L2BN.Lab.Shared;
using L2BN.Reporting;
using L2BN.Results;

namespace L2BN.Lab.Report;

/// <summary>Reads comparisons back and writes their reports.</summary>
internal static class ReportRunner
{
    public static int Run(IReadOnlyList<string> folders, ReportSettings settings)
    {
        if (folders.Count > 1 && (settings.Output is not null || settings.Json))
            throw new UsageException("--out and --json take one folder: each comparison has a report and a summary of its own.");
        foreach (string folder in folders) Write(folder, settings);
        return ExitCode.Done;
    }

    private static void Write(string folder, ReportSettings settings)
    {
        ComparisonReport report = StoredComparison.Read(folder, settings.Margin);
        string path = settings.PathIn(folder);
        Write(report, path, settings);
        Console.Error.WriteLine(TextTable.Render(report.Summary));
        Console.Error.WriteLine($"Report: {Path.GetFullPath(path)}");
        if (settings.Json) Console.Out.WriteLine(ResultsJson.Serialize(report.Summary));
    }

    private static void Write(ComparisonReport report, string path, ReportSettings settings)
    {
        switch (settings.Format)
        {
            case "html": ResultsFile.Write(path, HtmlReport.Render(report)); break;
            case "md": ResultsFile.Write(path, MarkdownReport.Render(report)); break;
            case "csv": ResultsFile.Write(path, CsvReport.Runs(report.Runs)); break;
            default: ReportPictureFiles.Write(path, ReportPictures.Create(report), settings.Format, settings.Scale); break;
        }
    }
}
