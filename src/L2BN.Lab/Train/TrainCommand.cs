using System.CommandLine;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Train;

/// <summary><c>l2bn train</c>: one model, saved as it goes.</summary>
internal static class TrainCommand
{
    private static readonly Option<string?> s_config = new("--config") { Description = "YAML file of options by their names without dashes; the command line wins over it." };
    private static readonly Option<bool> s_resume = new("--resume") { Description = "Continue the run in --out, or start it where there is nothing to continue." };
    private static readonly Option<string?> s_out = new("--out") { Description = "Folder for records and checkpoints [default: runs/train-TIME]." };
    private static readonly Option<int> s_threads = CommonOptions.Whole("--threads", "Threads of torch's operators.", Environment.ProcessorCount, least: 1);
    private static readonly Option<string> s_device = CommonOptions.Text("--device", "cpu, cuda or cuda:N.", "cpu");
    private static readonly Option<double> s_timeBudget = CommonOptions.AtLeastZero("--time-budget", "Minutes after which the run ends with what it has; 0 for no limit.", 0);
    private static readonly Option<int> s_every = CommonOptions.Whole("--checkpoint-every", "Save after every so many steps too; 0 for epochs only.", 0, least: 0);
    private static readonly Option<int> s_keep = CommonOptions.Whole("--keep", "Numbered checkpoints to keep.", 2, least: 2);
    private static readonly Option<bool> s_tensorBoard = new("--tensorboard") { Description = "Write TensorBoard events too, into a folder 'tensorboard' in that of the run." };
    private static readonly Option<bool> s_force = new("--force") { Description = "Continue a checkpoint of another norm." };
    private static readonly Option<bool> s_dryRun = new("--dry-run") { Description = "Two batches end to end, then stop; leaves nothing behind." };
    private static readonly Option<bool> s_printConfig = new("--print-config") { Description = "Print the options in effect as YAML and stop." };
    private static readonly Option<bool> s_json = new("--json") { Description = "Print the result as one line of JSON on standard output." };

    public static Command Create()
    {
        var command = new Command("train", "Train one model; stop it at any time, continue it with --resume to the same bits.");
        foreach (Option option in TrainOptions.All) command.Add(option);
        foreach (Option option in new Option[] { s_threads, s_device, s_timeBudget, s_every, s_keep, s_tensorBoard, s_out, s_resume, s_force, s_config, s_printConfig, s_dryRun, s_json })
            command.Add(option);
        command.SetAction(parse => LabHost.Guard(interruption => Run(Completed(parse), interruption.Token)));
        return command;
    }

    // The command line first, then the configuration, then what suits the data.
    private static ParseResult Completed(ParseResult parse)
    {
        ParseResult configured = ConfigFile.Apply(parse, ConfigPath(parse));
        DataDefaults defaults = TrainOptions.Defaults(configured);
        return defaults == DataDefaults.Images ? configured : ConfigFile.Default(configured, defaults.Options());
    }

    private static int Run(ParseResult parse, CancellationToken ct)
    {
        var resolved = ConfigFile.Resolved(parse, [s_out, s_resume, s_force, s_config, s_printConfig, s_dryRun, s_json]);
        if (!parse.GetValue(s_printConfig)) return TrainRunner.Run(Settings(parse, ConfigFile.Write(resolved)), ct);
        Console.Out.Write(ConfigFile.Write(resolved));
        return ExitCode.Done;
    }

    // A run that is continued begins with the options it was started with.
    private static string? ConfigPath(ParseResult parse)
    {
        if (parse.GetValue(s_config) is { } path || !parse.GetValue(s_resume) || parse.GetValue(s_out) is not { } folder) return parse.GetValue(s_config);
        string kept = Path.Combine(folder, ConfigFile.RunFileName);
        return File.Exists(kept) ? kept : null;
    }

    private static TrainSettings Settings(ParseResult parse, string config) => new()
    {
        Task = TrainOptions.Read(parse),
        Facts = ConfigFile.Resolved(parse, parse.CommandResult.Command.Options.Except(TrainOptions.All.Except(TrainOptions.Places)))
            .ToDictionary(item => item.Name, item => string.Join(',', item.Values)),
        Threads = parse.GetValue(s_threads),
        Device = parse.GetValue(s_device)!,
        TimeBudget = parse.GetValue(s_timeBudget) is > 0 and var minutes ? TimeSpan.FromMinutes(minutes) : null,
        CheckpointEvery = parse.GetValue(s_every),
        Keep = parse.GetValue(s_keep),
        TensorBoard = parse.GetValue(s_tensorBoard),
        Output = parse.GetValue(s_out),
        Resume = parse.GetValue(s_resume),
        Force = parse.GetValue(s_force),
        DryRun = parse.GetValue(s_dryRun),
        Json = parse.GetValue(s_json),
        Config = config,
        Command = CommandLineText.Of(parse),
    };
}
