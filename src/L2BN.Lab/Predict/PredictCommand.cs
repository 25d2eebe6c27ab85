using System.CommandLine;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Predict;

/// <summary><c>l2bn predict</c>: what a checkpoint takes pictures or sounds for.</summary>
internal static class PredictCommand
{
    private static readonly Argument<string> s_checkpoint = new("checkpoint") { Description = "A checkpoint, or the folder of a run (its last checkpoint is taken)." };
    private static readonly Argument<string[]> s_inputs = new("inputs") { Description = "PNG and JPEG files, or WAV files, as the checkpoint was trained on; and folders of them.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<int> s_top = CommonOptions.Whole("--top", "Answers per file.", 5, least: 1);
    private static readonly Option<string?> s_csv = new("--csv") { Description = "Write the answers as a CSV table to this file." };
    private static readonly Option<double> s_start = CommonOptions.AtLeastZero("--start", "Seconds into each sound at which the clip begins.", 0);
    private static readonly Option<string?> s_logMel = new("--log-mel") { Description = "Draw what the network hears: NAME.svg or NAME.png for one sound, or a folder for several." };
    private static readonly Option<bool> s_recalibrate = new("--recalibrate") { Description = "Re-estimate running statistics on the training samples first." };
    private static readonly Option<string?> s_dataDir = new("--data-dir") { Description = "Folder of those samples, where it is not the one of the training." };
    private static readonly Option<int> s_threads = CommonOptions.Whole("--threads", "Threads of torch's operators.", Environment.ProcessorCount, least: 1);
    private static readonly Option<string> s_device = CommonOptions.Text("--device", "cpu, cuda or cuda:N.", "cpu");
    private static readonly Option<bool> s_json = new("--json") { Description = "Print the result as one line of JSON on standard output." };

    public static Command Create()
    {
        var command = new Command("predict", "Say what a checkpoint takes pictures or sounds for.")
        {
            s_checkpoint, s_inputs, s_top, s_csv, s_start, s_logMel, s_recalibrate, s_dataDir, s_threads, s_device, s_json,
        };
        command.SetAction(parse => LabHost.Guard(interruption => PredictRunner.Run(Settings(parse), interruption.Token)));
        return command;
    }

    private static PredictSettings Settings(ParseResult parse) => new()
    {
        Checkpoint = parse.GetValue(s_checkpoint)!,
        Inputs = parse.GetValue(s_inputs)!,
        Top = parse.GetValue(s_top),
        Csv = parse.GetValue(s_csv),
        Start = parse.GetValue(s_start),
        LogMel = parse.GetValue(s_logMel),
        Recalibrate = parse.GetValue(s_recalibrate),
        DataDir = parse.GetValue(s_dataDir),
        Threads = parse.GetValue(s_threads),
        Device = parse.GetValue(s_device)!,
        Json = parse.GetValue(s_json),
    };
}
