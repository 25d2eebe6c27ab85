using L2BN.Experiments;
using L2BN.Lab.Shared;
using L2BN.Results;
using L2BN.Results.Output;

namespace L2BN.Lab.Train;

/// <summary>Prints a finished run.</summary>
internal static class TrainPrinter
{
    private const double Noticeable = 5; // percentage points

    public static void Print(RunRecord run, TrainingRun training, bool json)
    {
        FinalRecord final = run.Final!;
        Terminal.WriteLine($"{run.Model} with {run.Norm} on {run.Data}, {run.Epochs.Count} epochs: "
            + $"accuracy {final.Accuracy:F2} %, recalibrated {final.AccuracyRecalibrated:F2} %, {StepTime.Text(final.MsPerStep)}");
        if (Pace(final) is { } pace)
            Terminal.WriteLine(pace);
        if (final.AccuracyRecalibrated >= final.Accuracy + Noticeable)
            Terminal.WriteLine(
                $"Note: after {run.Epochs.Sum(epoch => (long)epoch.Steps)} steps running statistics still lag behind "
                    + "the weights; give eval and predict --recalibrate, or train for longer.");
        Terminal.WriteLine($"Run: {training.FolderPath}");
        StandardOutput.PrintJson(json, () => TrainOutput.FromRun(run, training.FolderPath, training.LastCheckpoint));
    }

    private static string? Pace(FinalRecord final) => final.SamplesPerSecond is { } samples
        ? $"{samples:N0} samples/s, {100 * final.DataWait:F2} % of the training time waiting for data"
            + (final.PeakMemoryBytes is { } peak ? $", peak memory {peak / 1048576.0:N0} MiB" : "")
        : null;
}
