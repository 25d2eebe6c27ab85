using L2BN.Data;
using Spectre.Console;

namespace L2BN.Lab.Data;

/// <summary>Shows a download on standard error: a bar per file on a terminal, lines elsewhere.</summary>
internal static class DownloadScreen
{
    public static void Show(Func<IProgress<DownloadProgress>, Task> work)
    {
        if (Console.IsErrorRedirected)
        {
            work(new DownloadLines(Console.Error)).GetAwaiter().GetResult();
            return;
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        console.Progress()
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 24 },
                new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .Start(context => work(new Live(context)).GetAwaiter().GetResult());
    }

    private sealed class Live(ProgressContext context) : IProgress<DownloadProgress>
    {
        private readonly Dictionary<string, ProgressTask> _tasks = [];

        public void Report(DownloadProgress value)
        {
            if (!_tasks.TryGetValue(value.File, out ProgressTask? task))
                _tasks[value.File] = task = context.AddTask(Markup.Escape(value.File));
            if (value.Unpacking)
            {
                task.Description = Markup.Escape($"{value.File}: unpacking");
                task.IsIndeterminate = true;
                return;
            }

            task.MaxValue = value.Total ?? Math.Max(value.Done, 1);
            task.Value = value.Done;
        }
    }
}
