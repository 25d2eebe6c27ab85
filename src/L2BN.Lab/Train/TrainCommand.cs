using System.CommandLine;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Train;

/// <summary><c>l2bn train</c>: one model, saved as it goes.</summary>
internal static class TrainCommand
{
    public static Command Create() =>
        LabCommand.Create(
            "train",
            "Train one model; stop it at any time, continue it with --resume to the same bits.",
            TrainOptions.Set,
            Run,
            TrainOptions.Complete);

    private static int Run(TrainOptions options, CancellationToken ct)
    {
        if (!options.PrintConfig)
            return TrainRunner.Run(options, ct);
        StandardOutput.Write(options.Config);
        return ExitCode.Done;
    }
}
