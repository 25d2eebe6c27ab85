using System.Text.Json.Nodes;
using L2BN.Lab.Shared;
using L2BN.Reporting;
using L2BN.Results;

namespace L2BN.Lab.Analyze;

/// <summary>Prints the analysis of a checkpoint and writes its report.</summary>
internal static class AnalysisPrinter
{
    public static void Print(RunRecord run, TrainedModel trained, AnalyzeSettings settings)
    {
        string path = settings.ReportPath;
        WriteReport(run, path, settings);
        Console.Error.WriteLine(FeatureTapTable.Text(run));
        Console.Error.WriteLine($"Report: {Path.GetFullPath(path)}");
        if (settings.Json) Console.Out.WriteLine(Line(run, trained, settings, Path.GetFullPath(path)));
    }

    private static void WriteReport(RunRecord run, string path, AnalyzeSettings settings)
    {
        switch (settings.Format)
        {
            case "html": ResultsFile.Write(path, AnalysisReport.Render(AnalysisReport.FromRun(run))); break;
            case "md": ResultsFile.Write(path, FeatureTapTable.Markdown(run)); break;
            case "csv": ResultsFile.Write(path, FeatureTapTable.Csv(run.Analysis!)); break;
            default: ReportPictureFiles.Write(path, ReportPictures.CreateForAnalysis(AnalysisReport.FromRun(run)), settings.Format, settings.Scale); break;
        }
    }

    private static string Line(RunRecord run, TrainedModel trained, AnalyzeSettings settings, string report) => TrainJson.Line(new JsonObject
    {
        ["schema"] = 1,
        ["checkpoint"] = Path.GetFullPath(trained.Checkpoint.FilePath),
        ["data"] = run.Data,
        ["model"] = run.Model,
        ["norm"] = run.Norm,
        ["step"] = trained.Checkpoint.Position.Step,
        ["statistics"] = settings.KeepStatistics ? "saved" : "reestimated",
        ["accuracy"] = TrainJson.Number(run.Final!.Accuracy),
        ["accuracy_recalibrated"] = settings.KeepStatistics ? null : TrainJson.Number(run.Final.AccuracyRecalibrated),
        ["discriminability"] = run.Analysis!.FeatureTaps.FirstOrDefault(place => place.Side == "features") is { } features ? Metrics(features.Metrics) : null,
        ["places"] = new JsonArray([.. run.Analysis.FeatureTaps.Select(place => (JsonNode)Place(place))]),
        ["seconds"] = TrainJson.Number(run.Analysis.Seconds),
        ["report"] = report,
    });

    private static JsonObject Place(FeatureTapAnalysis place) => new()
    {
        ["layer"] = place.Layer,
        ["side"] = place.Side,
        ["samples"] = place.Samples,
        ["metrics"] = Metrics(place.Metrics),
        ["unit_metrics"] = place.UnitMetrics is { } unit ? Metrics(unit) : null,
    };

    private static JsonObject Metrics(IReadOnlyDictionary<string, double?> metrics) =>
        new(metrics.Select(item => KeyValuePair.Create(item.Key, TrainJson.Number(item.Value))));
}
