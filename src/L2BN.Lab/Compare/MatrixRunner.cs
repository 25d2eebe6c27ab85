using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using L2BN.Experiments;
using L2BN.Lab.Shared;
using L2BN.Reporting;
using L2BN.Results;

namespace L2BN.Lab.Compare;

/// <summary>Runs several comparisons, each in a folder of its own, and puts their results side by side.</summary>
internal static class MatrixRunner
{
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static int Run(IReadOnlyList<CompareSettings> cells, string? output, CancellationToken ct)
    {
        string root = output ?? Path.Combine("runs", $"matrix-{DateTimeOffset.Now:yyyyMMdd-HHmmss}");
        ResultsFile.PrepareFolder(root);
        Console.Error.WriteLine($"{cells.Count} comparisons in {root}; if they are stopped, --resume {root} goes on.");
        List<MatrixEntry> done = [];
        bool met = true;
        foreach (CompareSettings cell in cells)
        {
            Console.Error.WriteLine($"\n{cell.Data}, {cell.Model}, batches of {cell.BatchSize} ({done.Count + 1}/{cells.Count})");
            ComparisonResult result = CompareRunner.Compare(cell, Path.Combine(root, ComparisonMatrix.Folder(cell)), ct, out bool held);
            ComparisonPrinter.Print(result, json: false);
            met &= held;
            done.Add(new MatrixEntry(cell.Model!, cell.Data, cell.BatchSize, result.Summary, $"{Uri.EscapeDataString(ComparisonMatrix.Folder(cell))}/report.html"));
        }

        Finish(done, Path.Combine(root, "report.html"), cells[0].Json);
        return met ? ExitCode.Done : ExitCode.RequirementNotMet;
    }

    private static void Finish(IReadOnlyList<MatrixEntry> cells, string report, bool json)
    {
        ResultsFile.Write(report, MatrixReport.Render(cells));
        Console.Error.WriteLine($"\n{TextTable.Aligned(MatrixReport.Rows(cells))}\nReport: {Path.GetFullPath(report)}");
        if (json) Console.Out.WriteLine(Json(cells, Path.GetFullPath(report)));
    }

    private static string Json(IReadOnlyList<MatrixEntry> cells, string report) => new JsonObject
    {
        ["schema"] = 1,
        ["cells"] = new JsonArray([.. cells.Select(cell => new JsonObject
        {
            ["data"] = cell.Data,
            ["model"] = cell.Model,
            ["batch_size"] = cell.BatchSize,
            ["comparison"] = JsonNode.Parse(ResultsJson.Serialize(cell.Summary)),
        })]),
        ["report"] = report,
    }.ToJsonString(s_json);
}
