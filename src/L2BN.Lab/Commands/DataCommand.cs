using System.CommandLine;
using L2BN.Lab.Running;

namespace L2BN.Lab.Commands;

/// <summary><c>l2bn data</c>: the data sets by name, and whether one on disk is in order.</summary>
internal static class DataCommand
{
    private static readonly Argument<string> s_name = new("NAME") { Description = "Data set." };
    private static readonly Option<string?> s_dataDir = new("--data-dir") { Description = "Folder of the data set where it is on disk." };
    private static readonly Option<bool> s_json = new("--json") { Description = "Print the result as one line of JSON on standard output." };

    public static Command Create()
    {
        var list = new Command("list", "List the data sets.") { s_json };
        list.SetAction(parse => LabHost.Guard(_ => DataRunner.List(parse.GetValue(s_json))));
        var info = new Command("info", "Say what a data set holds: splits, classes, shape, statistics, fingerprint.") { s_name, s_dataDir, s_json };
        info.SetAction(parse => LabHost.Guard(_ => DataRunner.Info(parse.GetValue(s_name)!, parse.GetValue(s_dataDir), parse.GetValue(s_json))));
        var verify = new Command("verify", "Read every sample of a data set and say whether all are in order.") { s_name, s_dataDir, s_json };
        verify.SetAction(parse => LabHost.Guard(interruption =>
            DataRunner.Verify(parse.GetValue(s_name)!, parse.GetValue(s_dataDir), parse.GetValue(s_json), interruption.Token)));
        return new Command("data", "The data sets: list them, look into one, verify it.") { list, info, verify };
    }
}
