using System.CommandLine;
using L2BN.Analysis.Statistics;
using L2BN.Experiments;
using L2BN.Lab.Shared;
using L2BN.Reporting;
using L2BN.Reporting.Sections;
using L2BN.Results;
using L2BN.Results.Output;

namespace L2BN.Lab.Compare;

/// <summary><c>l2bn compare</c>: trains the arms over paired seeds and reports; several comparisons are put side by side.</summary>
internal static class CompareCommand
{
    public static Command Create() => LabCommand.Create(
        "compare", "Train BN and L2BN over paired seeds and report the difference. The main job.", CompareOptions.Set, Run);

    private static int Run(CompareOptions options, CancellationToken ct)
    {
        IReadOnlyList<Arm> arms = Arm.FromNorms(NameResolver.Norms(options.Norms).Select(norm => norm.ToString()));
        IReadOnlyList<ComparisonPlan> plans = ComparisonMatrix.Create(options);
        IReadOnlyList<Requirement> requirements = Requirements.Parse(options.Require, arms);
        string? output = Output(options);
        try
        {
            bool met = plans.Count > 1
                ? RunMatrix(plans, requirements, output, ct)
                : RunSingle(plans[0], requirements, output, ct);
            return met ? ExitCode.Done : ExitCode.RequirementNotMet;
        }
        catch (OperationCanceledException stopped)
        {
            throw new OperationCanceledException("Stopped. What was saved stays: the same command continues from there.", stopped, ct);
        }
    }

    private static bool RunSingle(ComparisonPlan plan, IReadOnlyList<Requirement> requirements, string? output, CancellationToken ct)
    {
        ComparisonResult result = ComparisonRunner.Run(plan, output, ct);
        bool met = Requirements.Check(requirements, result, plan.Options.Margin);
        Print(result);
        StandardOutput.PrintJson(plan.Options.Json, () => result.Summary);
        return met;
    }

    private static bool RunMatrix(
        IReadOnlyList<ComparisonPlan> plans,
        IReadOnlyList<Requirement> requirements,
        string? output,
        CancellationToken ct)
    {
        using FolderClaim claim = output is null
            ? FolderClaim.TakeUnused(Path.Combine("runs", $"matrix-{DateTimeOffset.Now:yyyyMMdd-HHmmss}"))
            : FolderClaim.Take(output);
        string root = claim.FolderPath;
        Terminal.WriteLine($"{plans.Count} comparisons in {root}; if they are stopped, --resume {root} continues.");
        List<MatrixEntry> done = [];
        bool met = true;
        foreach (ComparisonPlan plan in plans)
        {
            Terminal.WriteLines("");
            Terminal.WriteLine($"{plan.Data.Name}, {plan.Model}, batches of {plan.BatchSize} ({done.Count + 1}/{plans.Count})");
            ComparisonResult result = ComparisonRunner.Run(plan, Path.Combine(root, plan.Folder), ct);
            met &= Requirements.Check(requirements, result, plan.Options.Margin);
            Print(result);
            done.Add(
                new MatrixEntry(
                    plan.Model,
                    plan.Data.Name,
                    plan.BatchSize,
                    result.Summary,
                    $"{Uri.EscapeDataString(plan.Folder)}/report.html"));
        }

        string report = Path.GetFullPath(Path.Combine(root, "report.html"));
        ResultsFile.WriteOwn(report, MatrixReport.Render(done));
        Terminal.WriteLines($"\n{TextTable.Aligned(MatrixReport.Rows(done))}\nReport: {report}");
        StandardOutput.PrintJson(plans[0].Options.Json, () => MatrixOutput(done, report));
        return met;
    }

    private static void Print(ComparisonResult result)
    {
        Terminal.WriteLines("");
        Terminal.WriteLines(TextTable.Render(result.Summary));
        if (AnalysisCost.Text(result.Runs) is { } cost)
            Terminal.WriteLine($"Analysis: {cost}.");
        if (AnalysisCost.ShiftText(result.Runs) is { } shifts)
            Terminal.WriteLine($"Shifted test samples: {shifts}.");
        Terminal.WriteLine($"Report: {result.Summary.Report}");
    }

    private static MatrixOutput MatrixOutput(IReadOnlyList<MatrixEntry> entries, string report) => new()
    {
        Cells = [.. entries.Select(entry => new MatrixComparison
        {
            Data = entry.Data,
            Model = entry.Model,
            BatchSize = entry.BatchSize,
            Comparison = entry.Summary,
        })],
        Report = report,
    };

    // The folder that --out or --resume names.
    private static string? Output(CompareOptions options)
    {
        if (options.Resume is not { } folder)
            return options.Output;
        if (options.Output is not null)
            throw new UsageException("Expected either --resume or --out, got both; each names the folder of the comparison.");
        if (!ComparisonFolder.HasRuns(folder) && !ComparisonFolder.FindIn(folder).Any(ComparisonFolder.HasRuns))
            throw new ResultsException(
                $"Cannot resume '{folder}': there is no comparison in it. Give the folder of an earlier 'l2bn compare'.");
        return folder;
    }
}
