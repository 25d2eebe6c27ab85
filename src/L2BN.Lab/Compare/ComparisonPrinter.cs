using L2BN.Experiments;
using L2BN.Reporting;
using L2BN.Results;

namespace L2BN.Lab.Compare;

/// <summary>Prints a finished comparison: the table and the report's path on standard error, the JSON line on standard output.</summary>
internal static class ComparisonPrinter
{
    public static void Print(ComparisonResult result, bool json)
    {
        Console.Error.WriteLine();
        Console.Error.WriteLine(TextTable.Render(result.Summary));
        if (AnalysisCost.Text(result.Runs) is { } cost) Console.Error.WriteLine($"Analysis: {cost}.");
        Console.Error.WriteLine($"Report: {result.Summary.Report}");
        if (json) Console.Out.WriteLine(ResultsJson.Serialize(result.Summary));
    }
}
