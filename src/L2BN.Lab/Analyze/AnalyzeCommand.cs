using System.CommandLine;
using L2BN.Experiments;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Analyze;

/// <summary><c>l2bn analyze</c>: how well a trained network separates the classes, layer by layer.</summary>
internal static class AnalyzeCommand
{
    private static readonly Argument<string> s_checkpoint = new("checkpoint") { Description = "A checkpoint, or the folder of a run (its last checkpoint is taken)." };
    private static readonly Option<string?> s_data = new("--data") { Description = "Data set [default: the checkpoint's]." };
    private static readonly Option<string?> s_dataDir = new("--data-dir") { Description = "Folder of the data set where it is on disk." };
    private static readonly Option<int?> s_fold = CommonOptions.WholeOrNone("--fold", "Fold to test on, where the data comes with folds [default: the checkpoint's].", least: 1);
    private static readonly Option<int> s_samples = CommonOptions.Whole("--samples", "Test samples behind the measures of layers.", NetworkAnalysis.DefaultLayerSamples, least: 2);
    private static readonly Option<bool> s_keep = new("--keep-statistics") { Description = "Use the running statistics as they were saved; else they are first re-estimated, as compare does." };
    private static readonly Option<string> s_format = CommonOptions.Choice(
        "--format", "What the report is written as; svg and png: every picture as a file of its own.", "html", "md", "csv", "svg", "png");
    private static readonly Option<double> s_scale = CommonOptions.PngScale();
    private static readonly Option<string?> s_out = new("--out") { Description = "Where to write the report [default: analysis.html, .md, .csv, or the folder analysis.svg or .png, in the run's folder or beside the checkpoint]." };
    private static readonly Option<int> s_threads = CommonOptions.Whole("--threads", "Threads of torch's operators.", Environment.ProcessorCount, least: 1);
    private static readonly Option<string> s_device = CommonOptions.Text("--device", "cpu, cuda or cuda:N.", "cpu");
    private static readonly Option<bool> s_json = new("--json") { Description = "Print the result as one line of JSON on standard output." };

    public static Command Create()
    {
        var command = new Command("analyze", "Measure how well a checkpoint separates the classes, layer by layer, and what l2-normalising would change.")
        {
            s_checkpoint, s_data, s_dataDir, s_fold, s_samples, s_keep, s_format, s_out, s_scale, s_threads, s_device, s_json,
        };
        command.SetAction(parse => LabHost.Guard(interruption => AnalyzeRunner.Run(Settings(parse), interruption.Token)));
        return command;
    }

    private static AnalyzeSettings Settings(ParseResult parse) => new()
    {
        Checkpoint = parse.GetValue(s_checkpoint)!,
        Data = parse.GetValue(s_data),
        DataDir = parse.GetValue(s_dataDir),
        Fold = parse.GetValue(s_fold),
        Samples = parse.GetValue(s_samples),
        KeepStatistics = parse.GetValue(s_keep),
        Format = parse.GetValue(s_format)!,
        Output = parse.GetValue(s_out),
        Scale = parse.GetValue(s_scale),
        Threads = parse.GetValue(s_threads),
        Device = parse.GetValue(s_device)!,
        Json = parse.GetValue(s_json),
        Command = CommandLineText.Of(parse),
    };
}
