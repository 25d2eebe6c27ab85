using System.CommandLine;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Compare;

/// <summary><c>l2bn compare</c>: trains the arms over paired seeds and reports.</summary>
internal static class CompareCommand
{
    private static readonly Option<string> s_norms = CommonOptions.Text("--norms", "Arms to compare, the first is the baseline.", "bn,l2bn");
    private static readonly Option<int?> s_seeds = CommonOptions.WholeOrNone("--seeds", "Paired runs per arm; 6 or more can decide [default: 6, or one per fold].", least: 1);
    private static readonly Option<int?> s_epochs = CommonOptions.WholeOrNone("--epochs", "Passes over the training split [default: 6, sound: 20].", least: 1);
    private static readonly Option<string?> s_model = new("--model") { Description = "Network to train, or several with commas [default: resnet8, sound: asc_cnn]." };
    private static readonly Option<string> s_data = CommonOptions.Text("--data", "Data set, or several with commas.", "fashion-mnist-mini");
    private static readonly Option<string?> s_dataDir = new("--data-dir") { Description = "Folder of the data set where it is on disk." };
    private static readonly Option<int?> s_trainSize = CommonOptions.WholeOrNone("--train-size", "Train on a class-balanced part of this many samples.", least: 2);
    private static readonly Option<int[]> s_batchSize = CommonOptions.WholeList("--batch-size", "Samples per step, or several with commas [default: 64, sound: 16].", least: 1);
    private static readonly Option<string?> s_fold = new("--fold") { Description = "Fold to test on, for data with folds; all gives each pair a fold, in turns." };
    private static readonly Option<double> s_lr = CommonOptions.Positive("--lr", "Learning rate of the first step; it falls to zero along a cosine.", 0.1);
    private static readonly Option<int> s_seed = CommonOptions.Whole("--seed", "First seed.", 0, least: 0);
    private static readonly Option<string?> s_out = new("--out") { Description = "Folder for records and report [default: runs/compare-TIME]." };
    private static readonly Option<string?> s_resume = new("--resume") { Description = "Go on with the comparison in this folder: only what is missing is run." };
    private static readonly Option<string[]> s_require = new("--require")
    {
        Description = "A bar like 'l2bn>bn' (better) or 'l2bn>=bn' (not worse by --margin); exit code 5 where it is not met.",
    };

    private static readonly Option<double?> s_margin = CommonOptions.PositiveOrNone("--margin", "Largest difference in percentage points that does not matter.");
    private static readonly Option<double> s_labelNoise = CommonOptions.Share("--label-noise", "Share of training labels to make wrong, 0 to 1.", 0);
    private static readonly Option<bool> s_noAnalysis = new("--no-analysis") { Description = "Leave out the analysis of discriminability." };
    private static readonly Option<bool> s_tensorBoard = new("--tensorboard") { Description = "Write TensorBoard events too, into a folder 'tensorboard' in that of each run." };
    private static readonly Option<bool> s_noCheckpoints = new("--no-checkpoints") { Description = "Save no network: a run that is stopped starts afresh, and cannot be analysed later." };
    private static readonly Option<int> s_threads = CommonOptions.Whole("--threads", "Threads of torch's operators.", Environment.ProcessorCount, least: 1);
    private static readonly Option<string> s_device = CommonOptions.Text("--device", "cpu, cuda or cuda:N.", "cpu");
    private static readonly Option<bool> s_json = new("--json") { Description = "Print the result as one line of JSON on standard output." };

    public static Command Create()
    {
        var command = new Command("compare", "Train BN and L2BN over paired seeds and report the difference. The main job.")
        {
            s_norms, s_seeds, s_epochs, s_model, s_data, s_dataDir, s_trainSize, s_fold, s_batchSize, s_lr, s_seed, s_labelNoise, s_require,
            s_margin, s_out, s_resume, s_noAnalysis, s_noCheckpoints, s_tensorBoard, s_threads, s_device, s_json,
        };
        command.SetAction(parse => LabHost.Guard(interruption => CompareRunner.Run(Settings(parse), interruption.Token)));
        return command;
    }

    private static CompareSettings Settings(ParseResult parse) => new()
    {
        Norms = parse.GetValue(s_norms)!,
        SeedsAsked = parse.GetValue(s_seeds),
        EpochsAsked = parse.GetValue(s_epochs),
        Model = parse.GetValue(s_model),
        Data = parse.GetValue(s_data)!,
        DataDir = parse.GetValue(s_dataDir),
        TrainSize = parse.GetValue(s_trainSize),
        BatchSizes = parse.GetValue(s_batchSize) ?? [],
        Fold = parse.GetValue(s_fold),
        LearningRate = parse.GetValue(s_lr),
        Seed = parse.GetValue(s_seed),
        Output = parse.GetValue(s_out),
        Resume = parse.GetValue(s_resume),
        Require = parse.GetValue(s_require) ?? [],
        Margin = parse.GetValue(s_margin),
        NoAnalysis = parse.GetValue(s_noAnalysis),
        TensorBoard = parse.GetValue(s_tensorBoard),
        NoCheckpoints = parse.GetValue(s_noCheckpoints),
        LabelNoise = parse.GetValue(s_labelNoise),
        Threads = parse.GetValue(s_threads),
        Device = parse.GetValue(s_device)!,
        Json = parse.GetValue(s_json),
        Command = CommandLineText.Of(parse),
    };
}
