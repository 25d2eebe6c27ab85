using System.Diagnostics;
using L2BN.Experiments;
using L2BN.Lab.Shared;
using L2BN.Results;
using L2BN.Scalars;
using Spectre.Console;

namespace L2BN.Lab.Train;

/// <summary>Shows a run while it trains, on standard error: a bar on a terminal, a line per epoch elsewhere.</summary>
internal static class TrainingScreen
{
    public static T Show<T>(int epochs, Func<IComparisonObserver, T> work)
    {
        if (Terminal.Open() is not { } console)
            return work(new Plain(Console.Error, epochs));
        return console.Progress()
            .AutoClear(true)
            .Columns(
                new SpinnerColumn(),
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn { Width = 24 },
                new PercentageColumn())
            .Start(context => work(new Live(console, context.AddTask("starting", maxValue: 1), epochs)));
    }

    private static string Line(EpochRecord epoch, int epochs) =>
        $"epoch {epoch.Epoch}/{epochs}  loss {epoch.TrainLoss:F3}  "
        + (epoch.ValidationAccuracy is { } validation ? $"validation {validation:F2} %  " : "")
        + $"test {epoch.TestAccuracy:F2} %  {StepTime.Text(epoch.MsPerStep)}  "
        + (epoch.SamplesPerSecond is { } samples && double.IsFinite(samples)
            ? $"{samples:F0} samples/s  waited {100 * epoch.DataWait:F2} %  "
            : "")
        + $"{epoch.ResidentMib:F0} MiB";

    private sealed class Plain(TextWriter output, int epochs) : IComparisonObserver
    {
        public void OnEpoch(PlannedRun run, EpochRecord epoch) => output.WriteLine(Line(epoch, epochs));
    }

    private sealed class Live(IAnsiConsole console, ProgressTask task, int epochs) : IComparisonObserver
    {
        private readonly Stopwatch _clock = Stopwatch.StartNew();
        private long _first = -1;

        public void OnStep(PlannedRun run, long step, long steps)
        {
            if (_first < 0)
                _first = step;
            task.Value = (step + 1.0) / steps;
            TimeSpan left = _clock.Elapsed * ((steps - step - 1.0) / (step - _first + 1));
            task.Description = Terminal.Escape($"epoch {(step * epochs / steps) + 1}/{epochs}  {Terminal.Duration(left)} left");
        }

        public void OnEpoch(PlannedRun run, EpochRecord epoch) => console.WriteLine(Line(epoch, epochs));
    }
}
