using System.Buffers;
using System.Globalization;
using System.Text;
using L2BN.Results;

namespace L2BN.Reporting;

/// <summary>Runs and epochs as CSV (RFC 4180, UTF-8, line ends CR LF): numbers in full precision, empty where they do not exist.</summary>
/// <remarks>A text cell that a spreadsheet would run as a formula gets an apostrophe in front; numbers are never touched.</remarks>
public static class CsvReport
{
    private static readonly SearchValues<char> s_quoted = SearchValues.Create(",\"\r\n\0' ");

    /// <summary>One row per run.</summary>
    public static string Runs(IEnumerable<RunRecord> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        string[] head =
        [
            "arm", "norm", "model", "data", "seed", "parameters", "epochs", "accuracy", "accuracy_recalibrated", "loss",
            "loss_recalibrated", "ms_per_step", "peak_memory_bytes",
        ];
        return Table(head, runs.Select(run => (object?[])
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
        return Table(head, runs.SelectMany(run => run.Epochs.Select(epoch => (object?[])
        [
            run.Arm, run.Seed, epoch.Epoch, epoch.Steps, epoch.LearningRate, epoch.TrainLoss, epoch.TrainAccuracy, epoch.TestLoss,
            epoch.TestAccuracy, epoch.MsPerStep, epoch.Seconds, epoch.DataWait,
        ])));
    }

    internal static string Table(IEnumerable<string> head, IEnumerable<IReadOnlyList<object?>> rows)
    {
        var text = new StringBuilder();
        foreach (IEnumerable<object?> row in rows.Prepend([.. head])) text.AppendJoin(',', row.Select(Cell)).Append("\r\n");
        return text.ToString();
    }

    private static string Cell(object? value) => value switch
    {
        null => "",
        double number => Numbers.Exact(number) ?? "",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => Text(value.ToString() ?? ""),
    };

    private static string Text(string text)
    {
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\0') text = "'" + text;
        bool quote = text.AsSpan().ContainsAny(s_quoted);
        return quote ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
