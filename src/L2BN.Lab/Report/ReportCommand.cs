using System.CommandLine;
using L2BN.Experiments;
using L2BN.Lab.Shared;
using L2BN.Reporting;
using L2BN.Results;

namespace L2BN.Lab.Report;

/// <summary>What <c>l2bn report</c> takes.</summary>
internal sealed record ReportCommandOptions : CommandOptions
{
    public static OptionSet<ReportCommandOptions> Set { get; } =
        new OptionSet<ReportCommandOptions>()
            .Arguments(o => o.Folders, "RUNS", "Folders of comparisons.")
            .Include(
                o => o.Report,
                ReportOptions.Create("Where to write [default: report.html, report.md, runs.csv or pictures/ in the folder]."))
            .Number(o => o.Margin, "--margin", "Largest difference in percentage points that does not matter.", NumberRange.Positive);

    public IReadOnlyList<string> Folders { get; init; } = [];
    public ReportOptions Report { get; init; } = new();
    public double? Margin { get; init; }
}

/// <summary><c>l2bn report</c>: reads comparisons back and writes their reports.</summary>
internal static class ReportCommand
{
    public static Command Create() => LabCommand.Create(
        "report", "Rebuild the report of comparisons from their run folders.", ReportCommandOptions.Set, Run);

    private static int Run(ReportCommandOptions options, CancellationToken ct)
    {
        if (options.Folders.Count > 1 && (options.Report.Output is not null || options.Json))
            throw new UsageException(
                $"--out and --json: expected one folder, got {options.Folders.Count}; each comparison has a report and "
                    + "a summary of its own.");
        foreach (string folder in options.Folders)
        {
            ct.ThrowIfCancellationRequested();
            Write(folder, options);
        }

        return ExitCode.Done;
    }

    private static void Write(string folder, ReportCommandOptions options)
    {
        ComparisonReport report = StoredComparison.Read(folder, options.Margin);
        RecordLook(folder, report);
        string path = Write(report, folder, options.Report);
        Terminal.WriteLines(TextTable.Render(report.Summary));
        Terminal.WriteLine($"Report: {Path.GetFullPath(path)}");
        StandardOutput.PrintJson(options.Json, () => report.Summary);
    }

    // Who reads verdicts before all runs are finished has looked: what comes after must allow for it.
    private static void RecordLook(string folder, ComparisonReport report)
    {
        try
        {
            StoredComparison.RecordLook(folder, report);
        }
        catch (ResultsException refused)
        {
            Terminal.WriteLine($"Note: this look at the pairs is not on record. {refused.Message}");
        }
    }

    private static string Write(ComparisonReport report, string folder, ReportOptions options)
    {
        string path;
        switch (options.Format)
        {
            case "html":
                options.Write(path = PathFor("report.html"), HtmlReport.Render(report));
                break;
            case "md":
                options.Write(path = PathFor("report.md"), MarkdownReport.Render(report));
                break;
            case "csv":
                options.Write(path = PathFor("runs.csv"), CsvReport.Runs(report.Runs));
                break;
            case "svg" or "png":
                ReportPictureFiles.Write(path = PathFor("pictures"), ReportPictures.Create(report), options);
                break;
            default:
                throw new InvalidOperationException($"Expected a known format, got '{options.Format}'; write it here.");
        }

        return path;

        string PathFor(string name) => options.Output ?? Path.Combine(folder, name);
    }
}
