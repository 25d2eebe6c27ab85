using System.CommandLine;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Bench;

/// <summary><c>l2bn bench</c>: what the layer costs on this machine, next to libtorch's BatchNorm.</summary>
internal static class BenchCommand
{
    private static readonly Option<bool> s_quick = new("--quick") { Description = "Fewer shapes and rounds: under 30 seconds." };
    private static readonly Option<int> s_threads = CommonOptions.Whole("--threads", "Threads of torch's operators.", Environment.ProcessorCount, least: 1);
    private static readonly Option<bool> s_malloc = new("--default-malloc") { Description = "Leave malloc as it is, to see what keeping freed memory brings." };
    private static readonly Option<bool> s_json = new("--json") { Description = "Print the result as one line of JSON on standard output." };

    public static Command Create()
    {
        var command = new Command("bench", "Time the layer and whole training steps against libtorch's BatchNorm, on this machine.")
        {
            s_quick, s_threads, s_malloc, s_json,
        };
        command.SetAction(parse => LabHost.Guard(interruption =>
            BenchRunner.Run(parse.GetValue(s_quick), parse.GetValue(s_threads), !parse.GetValue(s_malloc), parse.GetValue(s_json), interruption.Token)));
        return command;
    }
}
