using L2BN.Lab.Shared;
using L2BN.Reporting;
using L2BN.Reporting.Tables;
using L2BN.Results;
using L2BN.Results.Output;

namespace L2BN.Lab.Analyze;

/// <summary>Prints the analysis of a checkpoint and writes its report.</summary>
internal static class AnalysisPrinter
{
    public static void Print(RunRecord run, TrainedModel trained, AnalyzeOptions options)
    {
        string path = options.ReportPath;
        WriteReport(run, path, options.Report);
        Terminal.WriteLines(FeatureTapTable.Text(run));
        Terminal.WriteLine($"Report: {Path.GetFullPath(path)}");
        StandardOutput.PrintJson(options.Json, () => Output(run, trained, options.KeepStatistics, Path.GetFullPath(path)));
    }

    private static void WriteReport(RunRecord run, string path, ReportOptions options)
    {
        switch (options.Format)
        {
            case "html":
                options.Write(path, AnalysisReport.Render(AnalysisReport.FromRun(run)));
                break;
            case "md":
                options.Write(path, FeatureTapTable.Markdown(run));
                break;
            case "csv":
                options.Write(path, FeatureTapTable.Csv(run.Analysis!));
                break;
            case "svg" or "png":
                ReportPictureFiles.Write(path, ReportPictures.CreateForAnalysis(AnalysisReport.FromRun(run)), options);
                break;
            default:
                throw new InvalidOperationException($"Expected a known format, got '{options.Format}'; write it here.");
        }
    }

    private static AnalyzeOutput Output(RunRecord run, TrainedModel trained, bool keepStatistics, string report) => new()
    {
        Checkpoint = Path.GetFullPath(trained.Checkpoint.FilePath),
        Data = run.Data,
        Model = run.Model,
        Norm = run.Norm,
        Step = trained.Checkpoint.Position.Step,
        Statistics = keepStatistics ? "saved" : "reestimated",
        Accuracy = run.Final!.Accuracy,
        AccuracyRecalibrated = keepStatistics ? null : run.Final.AccuracyRecalibrated,
        Discriminability = run.Analysis!.FeatureTaps.FirstOrDefault(tap => tap.Side == "features")?.Metrics,
        Places = [.. run.Analysis.FeatureTaps.Select(AnalyzedFeatures.FromTap)],
        Seconds = run.Analysis.Seconds,
        Report = report,
    };
}
