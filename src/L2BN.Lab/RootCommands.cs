using System.CommandLine;
using L2BN.Lab.Analyze;
using L2BN.Lab.Bench;
using L2BN.Lab.Compare;
using L2BN.Lab.Data;
using L2BN.Lab.Doctor;
using L2BN.Lab.Evaluate;
using L2BN.Lab.Export;
using L2BN.Lab.Models;
using L2BN.Lab.Predict;
using L2BN.Lab.Report;
using L2BN.Lab.Train;

namespace L2BN.Lab;

/// <summary>The commands of <c>l2bn</c>. Nothing here may touch torch: help answers before it is loaded.</summary>
internal static class RootCommands
{
    public static RootCommand Create() => new("Does L2BN help on your task? Trains, compares and reports, paired and honestly.")
    {
        CompareCommand.Create(),
        WorkerCommand.Create(),
        TrainCommand.Create(),
        EvalCommand.Create(),
        AnalyzeCommand.Create(),
        ReportCommand.Create(),
        ModelsCommand.Create(),
        DataCommand.Create(),
        PredictCommand.Create(),
        ExportCommand.Create(),
        BenchCommand.Create(),
        DoctorCommand.Create(),
    };
}
