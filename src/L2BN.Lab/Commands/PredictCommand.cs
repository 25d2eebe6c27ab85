using System.CommandLine;
using L2BN.Lab.Running;

namespace L2BN.Lab.Commands;

/// <summary><c>l2bn predict</c>: what a checkpoint takes pictures for.</summary>
internal static class PredictCommand
{
    private static readonly Argument<string> s_checkpoint = new("checkpoint") { Description = "A checkpoint, or the folder of a run (its last checkpoint is taken)." };
    private static readonly Argument<string[]> s_inputs = new("inputs") { Description = "PNG and JPEG files, and folders of them.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<int> s_top = CommonOptions.Whole("--top", "Answers per file.", 5, least: 1);
    private static readonly Option<string?> s_csv = new("--csv") { Description = "Write the answers as a CSV table to this file." };
    private static readonly Option<int> s_threads = CommonOptions.Whole("--threads", "Threads of torch's operators.", Environment.ProcessorCount, least: 1);
    private static readonly Option<string> s_device = CommonOptions.Text("--device", "cpu, cuda or cuda:N.", "cpu");
    private static readonly Option<bool> s_json = new("--json") { Description = "Print the result as one line of JSON on standard output." };

    public static Command Create()
    {
        var command = new Command("predict", "Say what a checkpoint takes pictures for.") { s_checkpoint, s_inputs, s_top, s_csv, s_threads, s_device, s_json };
        command.SetAction(parse => LabHost.Guard(interruption => PredictRunner.Run(Settings(parse), interruption.Token)));
        return command;
    }

    private static PredictSettings Settings(ParseResult parse) => new()
    {
        Checkpoint = parse.GetValue(s_checkpoint)!,
        Inputs = parse.GetValue(s_inputs)!,
        Top = parse.GetValue(s_top),
        Csv = parse.GetValue(s_csv),
        Threads = parse.GetValue(s_threads),
        Device = parse.GetValue(s_device)!,
        Json = parse.GetValue(s_json),
    };
}
