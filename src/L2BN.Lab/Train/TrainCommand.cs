using System.CommandLine;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Train;

/// <summary><c>l2bn train</c>: one model, saved as it goes.</summary>
internal static class TrainCommand
{
    public static Command Create() => LabCommand.Create(
        "train", "Train one model; stop it at any time, continue it with --resume to the same bits.", TrainSettings.Set, Run, TrainSettings.Complete);

    private static int Run(TrainSettings settings, CancellationToken ct)
    {
        if (!settings.PrintConfig)
            return TrainRunner.Run(settings, ct);
        Console.Out.Write(settings.Config);
        return ExitCode.Done;
    }
}
