using System.CommandLine;
using L2BN.Lab.Running;

namespace L2BN.Lab.Commands;

/// <summary><c>l2bn compare</c>: trains the arms over paired seeds and reports.</summary>
internal static class CompareCommand
{
    private static readonly Option<string> s_norms = CommonOptions.Text("--norms", "Arms to compare, the first is the baseline.", "bn,l2bn");
    private static readonly Option<int> s_seeds = CommonOptions.Whole("--seeds", "Paired runs per arm; 6 or more can decide.", 6, least: 1);
    private static readonly Option<int> s_epochs = CommonOptions.Whole("--epochs", "Passes over the training split.", 6, least: 1);
    private static readonly Option<string> s_model = CommonOptions.Text("--model", "Network to train.", "resnet8");
    private static readonly Option<string> s_data = CommonOptions.Text("--data", "Data set.", "fashion-mnist-mini");
    private static readonly Option<string?> s_dataDir = new("--data-dir") { Description = "Folder of the data set where it is on disk." };
    private static readonly Option<int?> s_trainSize = CommonOptions.WholeOrNone("--train-size", "Train on a class-balanced part of this many samples.", least: 2);
    private static readonly Option<int> s_batchSize = CommonOptions.Whole("--batch-size", "Samples per step.", 64, least: 1);
    private static readonly Option<double> s_lr = CommonOptions.Positive("--lr", "Learning rate of the first step; it falls to zero along a cosine.", 0.1);
    private static readonly Option<int> s_seed = CommonOptions.Whole("--seed", "First seed.", 0, least: 0);
    private static readonly Option<string?> s_out = new("--out") { Description = "Folder for records and report [default: runs/compare-TIME]." };
    private static readonly Option<int> s_threads = CommonOptions.Whole("--threads", "Threads of torch's operators.", Environment.ProcessorCount, least: 1);
    private static readonly Option<string> s_device = CommonOptions.Text("--device", "cpu, cuda or cuda:N.", "cpu");
    private static readonly Option<bool> s_json = new("--json") { Description = "Print the result as one line of JSON on standard output." };

    public static Command Create()
    {
        var command = new Command("compare", "Train BN and L2BN over paired seeds and report the difference. The main job.")
        {
            s_norms, s_seeds, s_epochs, s_model, s_data, s_dataDir, s_trainSize, s_batchSize, s_lr, s_seed, s_out, s_threads, s_device, s_json,
        };
        command.SetAction(parse => LabHost.Guard(interruption => CompareRunner.Run(Settings(parse), interruption.Token)));
        return command;
    }

    private static CompareSettings Settings(ParseResult parse) => new()
    {
        Norms = parse.GetValue(s_norms)!,
        Seeds = parse.GetValue(s_seeds),
        Epochs = parse.GetValue(s_epochs),
        Model = parse.GetValue(s_model)!,
        Data = parse.GetValue(s_data)!,
        DataDir = parse.GetValue(s_dataDir),
        TrainSize = parse.GetValue(s_trainSize),
        BatchSize = parse.GetValue(s_batchSize),
        LearningRate = parse.GetValue(s_lr),
        Seed = parse.GetValue(s_seed),
        Output = parse.GetValue(s_out),
        Threads = parse.GetValue(s_threads),
        Device = parse.GetValue(s_device)!,
        Json = parse.GetValue(s_json),
        Command = CommandLineText.Of(parse),
    };
}
