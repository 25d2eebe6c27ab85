using System.CommandLine;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Evaluate;

/// <summary><c>l2bn eval</c>: what a checkpoint reaches on its test split.</summary>
internal static class EvalCommand
{
    private static readonly Argument<string> s_checkpoint = new("checkpoint") { Description = "A checkpoint, or the folder of a run (its last checkpoint is taken)." };
    private static readonly Option<string?> s_data = new("--data") { Description = "Data set [default: the checkpoint's]." };
    private static readonly Option<string?> s_dataDir = new("--data-dir") { Description = "Folder of the data set where it is on disk." };
    private static readonly Option<int?> s_fold = CommonOptions.WholeOrNone("--fold", "Fold to test on, where the data comes with folds.", least: 1);
    private static readonly Option<string?> s_norm = new("--norm") { Description = "Norm to build the model with [default: the checkpoint's]." };
    private static readonly Option<bool> s_force = new("--force") { Description = "Load a checkpoint of another norm." };
    private static readonly Option<bool> s_recalibrate = new("--recalibrate") { Description = "Re-estimate running statistics on training samples first." };
    private static readonly Option<string?> s_picture = new("--confusion") { Description = "Write the confusion matrix as an SVG picture to this file." };
    private static readonly Option<int> s_threads = CommonOptions.Whole("--threads", "Threads of torch's operators.", Environment.ProcessorCount, least: 1);
    private static readonly Option<string> s_device = CommonOptions.Text("--device", "cpu, cuda or cuda:N.", "cpu");
    private static readonly Option<bool> s_json = new("--json") { Description = "Print the result as one line of JSON on standard output." };

    public static Command Create()
    {
        var command = new Command("eval", "Evaluate a checkpoint: top-1, top-5, each class, the confusion matrix.")
        {
            s_checkpoint, s_data, s_dataDir, s_fold, s_norm, s_force, s_recalibrate, s_picture, s_threads, s_device, s_json,
        };
        command.SetAction(parse => LabHost.Guard(interruption => EvalRunner.Run(Settings(parse), interruption.Token)));
        return command;
    }

    private static EvalSettings Settings(ParseResult parse) => new()
    {
        Checkpoint = parse.GetValue(s_checkpoint)!,
        Data = parse.GetValue(s_data),
        DataDir = parse.GetValue(s_dataDir),
        Fold = parse.GetValue(s_fold),
        Norm = parse.GetValue(s_norm),
        Force = parse.GetValue(s_force),
        Recalibrate = parse.GetValue(s_recalibrate),
        Picture = parse.GetValue(s_picture),
        Threads = parse.GetValue(s_threads),
        Device = parse.GetValue(s_device)!,
        Json = parse.GetValue(s_json),
    };
}
