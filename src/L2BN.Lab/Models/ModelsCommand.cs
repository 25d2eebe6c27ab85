using System.CommandLine;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Models;

/// <summary><c>l2bn models</c>: the zoo.</summary>
internal static class ModelsCommand
{
    private static readonly Option<string?> s_model = new("--model") { Description = "Only these, separated by commas [default: all]." };
    private static readonly Option<bool> s_time = new("--time") { Description = "Measure training steps and their peak memory with every norm of --norms." };
    private static readonly Option<int> s_batch = CommonOptions.Whole("--batch-size", "Samples per step with --time.", 8, least: 2);
    private static readonly Option<string> s_norms = CommonOptions.Text("--norms", "Norms to measure with --time; the first is what ratios refer to.", "bn,l2bn");
    private static readonly Option<int> s_rounds = CommonOptions.Whole("--rounds", "Timed steps of each norm, which take turns.", 5, least: 1);
    private static readonly Option<string?> s_data = new("--data") { Description = "Data set whose samples --time takes [default: noise of the model's own input size]." };
    private static readonly Option<string?> s_dataDir = new("--data-dir") { Description = "Folder of the data set where it is on disk." };
    private static readonly Option<int> s_threads = CommonOptions.Whole("--threads", "Threads of torch's operators.", Environment.ProcessorCount, least: 1);
    private static readonly Option<bool> s_malloc = new("--default-malloc") { Description = "Leave malloc as it is, to see what keeping freed memory brings and costs." };
    private static readonly Option<bool> s_markdown = new("--markdown") { Description = "Print the table as Markdown on standard output." };
    private static readonly Option<bool> s_json = new("--json") { Description = "Print the list as one line of JSON on standard output." };

    public static Command Create()
    {
        var command = new Command("models", "List the networks: name, input, parameters, multiply-adds, norms; with --time what a step costs.")
        {
            s_model, s_time, s_norms, s_rounds, s_data, s_dataDir, s_batch, s_threads, s_malloc, s_markdown, s_json,
        };
        command.SetAction(parse => LabHost.Guard(interruption => ModelsRunner.Run(new ModelsSettings
        {
            Names = parse.GetValue(s_model)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
            Time = parse.GetValue(s_time),
            Norms = parse.GetValue(s_norms)!,
            Rounds = parse.GetValue(s_rounds),
            Data = parse.GetValue(s_data),
            DataDir = parse.GetValue(s_dataDir),
            Batch = parse.GetValue(s_batch),
            Threads = parse.GetValue(s_threads),
            DefaultMalloc = parse.GetValue(s_malloc),
            Markdown = parse.GetValue(s_markdown),
            Json = parse.GetValue(s_json),
        }, interruption.Token)));
        return command;
    }
}
