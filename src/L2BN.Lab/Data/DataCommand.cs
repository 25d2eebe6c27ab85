using System.CommandLine;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Data;

/// <summary><c>l2bn data</c>: the data sets by name, how to get one, and whether one on disk is in order.</summary>
internal static class DataCommand
{
    private static readonly Argument<string> s_name = new("NAME") { Description = "Data set." };
    private static readonly Option<string?> s_dataDir = new("--data-dir") { Description = "Folder of the data set [default: where 'data get' puts it]." };
    private static readonly Option<string?> s_from = new("--from") { Description = "Fetch from this mirror, an address below which the files lie by their official names." };
    private static readonly Option<bool> s_json = new("--json") { Description = "Print the result as one line of JSON on standard output." };

    public static Command Create() => new("data", "The data sets: list them, get one, look into one, verify it.") { List(), Get(), Info(), Verify() };

    private static Command List()
    {
        var list = new Command("list", "List the data sets.") { s_json };
        list.SetAction(parse => LabHost.Guard(_ => DataRunner.List(parse.GetValue(s_json))));
        return list;
    }

    private static Command Get()
    {
        var get = new Command("get", "Download a data set from its official address, check it and unpack it; stopped, it goes on at the next call.")
        {
            s_name, s_dataDir, s_from, s_json,
        };
        get.SetAction(parse => LabHost.Guard(interruption =>
            DataGetRunner.Run(parse.GetValue(s_name)!, parse.GetValue(s_dataDir), parse.GetValue(s_from), parse.GetValue(s_json), interruption.Token)));
        return get;
    }

    private static Command Info()
    {
        var info = new Command("info", "Say what a data set holds: splits, classes, shape, statistics, fingerprint.") { s_name, s_dataDir, s_json };
        info.SetAction(parse => LabHost.Guard(_ => DataRunner.Info(parse.GetValue(s_name)!, parse.GetValue(s_dataDir), parse.GetValue(s_json))));
        return info;
    }

    private static Command Verify()
    {
        var verify = new Command("verify", "Compare the files of a data set with their checksums, then read every sample.") { s_name, s_dataDir, s_json };
        verify.SetAction(parse => LabHost.Guard(interruption =>
            DataRunner.Verify(parse.GetValue(s_name)!, parse.GetValue(s_dataDir), parse.GetValue(s_json), interruption.Token)));
        return verify;
    }
}
