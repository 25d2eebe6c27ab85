using System.CommandLine;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Report;

/// <summary><c>l2bn report</c>: rebuilds reports from run folders alone.</summary>
internal static class ReportCommand
{
    private static readonly Argument<string[]> s_runs = new("RUNS") { Description = "Folders of comparisons.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string> s_format = CommonOptions.Choice(
        "--format", "What is written; svg and png: every picture as a file of its own.", "html", "md", "csv", "svg", "png");
    private static readonly Option<string?> s_out = new("--out") { Description = "Where to write [default: report.html, report.md, runs.csv or pictures/ in the folder]." };
    private static readonly Option<double?> s_margin = CommonOptions.PositiveOrNone("--margin", "Largest difference in percentage points that does not matter.");
    private static readonly Option<double> s_scale = CommonOptions.PngScale();
    private static readonly Option<bool> s_json = new("--json") { Description = "Print the summary as one line of JSON on standard output." };

    public static Command Create()
    {
        var command = new Command("report", "Rebuild the report of comparisons from their run folders.") { s_runs, s_format, s_out, s_scale, s_margin, s_json };
        command.SetAction(parse => LabHost.Guard(_ => ReportRunner.Run(parse.GetValue(s_runs)!, Settings(parse))));
        return command;
    }

    private static ReportSettings Settings(ParseResult parse) => new()
    {
        Format = parse.GetValue(s_format)!,
        Output = parse.GetValue(s_out),
        Scale = parse.GetValue(s_scale),
        Margin = parse.GetValue(s_margin),
        Json = parse.GetValue(s_json),
    };
}
