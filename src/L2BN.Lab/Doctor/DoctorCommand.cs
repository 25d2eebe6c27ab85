using System.CommandLine;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Doctor;

/// <summary><c>l2bn doctor</c>: what this machine has, what would fail and how to fix it.</summary>
internal static class DoctorCommand
{
    private static readonly Option<bool> s_json = new("--json") { Description = "Print the findings as one line of JSON on standard output." };

    public static Command Create()
    {
        var command = new Command("doctor", "Say what this machine has, what would fail and how to fix it. Loads nothing before it has looked.") { s_json };
        command.SetAction(parse => LabHost.Guard(_ => DoctorRunner.Run(parse.GetValue(s_json))));
        return command;
    }
}
