using L2BN.Results;

namespace L2BN.Reporting;

/// <summary>Runs and epochs as CSV (RFC 4180, UTF-8, line ends CR LF): numbers in full precision, empty where they do not exist.</summary>
public static class CsvReport
{
    /// <summary>One row per run.</summary>
    public static string Runs(IEnumerable<RunRecord> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        string[] head =
        [
            "arm", "norm", "model", "data", "seed", "parameters", "epochs", "accuracy", "accuracy_recalibrated", "loss",
            "loss_recalibrated", "ms_per_step", "peak_memory_bytes",
        ];
        return Csv.Table(head, runs.Select(run => (object?[])
        [
            run.Arm, run.Norm, run.Model, run.Data, run.Seed, run.Parameters, run.Epochs.Count, run.Final?.Accuracy,
            run.Final?.AccuracyRecalibrated, run.Final?.Loss, run.Final?.LossRecalibrated, run.Final?.MsPerStep, run.Final?.PeakMemoryBytes,
        ]));
    }

    /// <summary>One row per epoch of every run.</summary>
    public static string Epochs(IEnumerable<RunRecord> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        string[] head =
        [
            "arm", "seed", "epoch", "steps", "learning_rate", "train_loss", "train_accuracy", "test_loss", "test_accuracy", "ms_per_step",
            "seconds", "data_wait",
        ];
        return Csv.Table(head, runs.SelectMany(run => run.Epochs.Select(epoch => (object?[])
        [
            run.Arm, run.Seed, epoch.Epoch, epoch.Steps, epoch.LearningRate, epoch.TrainLoss, epoch.TrainAccuracy, epoch.TestLoss,
            epoch.TestAccuracy, epoch.MsPerStep, epoch.Seconds, epoch.DataWait,
        ])));
    }
}
