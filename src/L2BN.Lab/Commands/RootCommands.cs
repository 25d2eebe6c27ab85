using System.CommandLine;

namespace L2BN.Lab.Commands;

/// <summary>The commands of <c>l2bn</c>. Nothing here may touch torch: help answers before it is loaded.</summary>
internal static class RootCommands
{
    public static RootCommand Create() => new("Does L2BN help on your task? Trains, compares and reports, paired and honestly.")
    {
        CompareCommand.Create(),
        TrainCommand.Create(),
        EvalCommand.Create(),
        AnalyzeCommand.Create(),
        ReportCommand.Create(),
        ModelsCommand.Create(),
        DataCommand.Create(),
        PredictCommand.Create(),
        BenchCommand.Create(),
        DoctorCommand.Create(),
    };
}
