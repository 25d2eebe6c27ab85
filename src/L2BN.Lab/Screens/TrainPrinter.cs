using L2BN.Lab.Running;
using L2BN.Results;

namespace L2BN.Lab.Screens;

/// <summary>Prints a finished run.</summary>
internal static class TrainPrinter
{
    public static void Print(RunRecord run, RunSession session, bool json)
    {
        FinalRecord final = run.Final!;
        Console.Error.WriteLine($"{run.Model} with {run.Norm} on {run.Data}, {run.Epochs.Count} epochs: "
            + $"accuracy {final.Accuracy:F2} %, recalibrated {final.AccuracyRecalibrated:F2} %, {final.MsPerStep:F1} ms/step");
        Console.Error.WriteLine($"Run: {session.FolderPath}");
        if (json) Console.Out.WriteLine(TrainJson.Of(run, session.FolderPath, session.Checkpoints.Folder.Last));
    }
}
